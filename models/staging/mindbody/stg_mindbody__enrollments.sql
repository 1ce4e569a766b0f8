{{ class_series(source('mindbody', 'enrollments')) }}

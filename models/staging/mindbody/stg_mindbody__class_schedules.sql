{{ class_series(source('mindbody', 'class_schedules')) }}

"""Survival of each group of lives on standard input, as lifelines tells it, as JSON."""

import json
import sys

from lifelines import KaplanMeierFitter
from lifelines.utils import median_survival_times, restricted_mean_survival_time


def told(value):
    """A number, or null where lifelines has none."""
    return None if value != value or value == float("inf") else float(value)


def estimate(lives):
    fitter = KaplanMeierFitter().fit(
        [life["duration"] for life in lives],
        event_observed=[life["isEvent"] for life in lives],
        entry=[life["entry"] for life in lives],
        label="km",
    )
    bounds = fitter.confidence_interval_
    medians = median_survival_times(bounds)
    horizon = max(life["duration"] for life in lives)
    return {
        "days": [
            [int(day), float(share), told(low), told(high)]
            for day, share, low, high in zip(
                fitter.survival_function_.index,
                fitter.survival_function_["km"],
                bounds["km_lower_0.95"],
                bounds["km_upper_0.95"],
            )
        ],
        "median": told(fitter.median_survival_time_),
        "medianLow": told(medians["km_lower_0.95"].iloc[0]),
        "medianHigh": told(medians["km_upper_0.95"].iloc[0]),
        "restrictedMean": float(restricted_mean_survival_time(fitter, t=horizon)),
    }


print(json.dumps({group: estimate(lives) for group, lives in json.load(sys.stdin).items()}))

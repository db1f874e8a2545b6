"""What a review asks for: recommendations and their kin, as records."""

from thememiner.tagging.recommendations.finder import find_recommendations, name_themes

__all__ = ["find_recommendations", "name_themes"]

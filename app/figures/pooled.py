"""What is said of the pooling that follows the non-linearity."""

from app.figures.scene import Scene


def pooling_words(scene: Scene) -> str:
    """The pooling by its kind and the size of its windows: `max, 2 × 2`."""
    if scene.pooling is None or scene.pooling_plan is None:
        return ""
    return f"{scene.pooling.kind}, {' × '.join(str(axis.kernel_size) for axis in scene.pooling_plan.axes)}"


def pooling_notes(scene: Scene) -> list[str]:
    """One sentence on what becomes of a map."""
    if scene.pooling is None or scene.pooling_plan is None:
        return []
    sizes = " × ".join(str(axis.output_size) for axis in scene.pooling_plan.axes)
    if scene.pooling.kind == "max":
        return [
            f"p is the largest entry of each window ({pooling_words(scene)}), {sizes} in all; the winners are marked."
        ]
    return [f"p is the average of each window ({pooling_words(scene)}), {sizes} in all."]

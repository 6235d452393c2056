package dev.joch.resource.field;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;

import java.util.List;

/** The differences of two texts as people know them from {@code diff -u}. */
public final class UnifiedDiff {
    private static final int CONTEXT_LINES = 3;

    private UnifiedDiff() {}

    /** The difference with three lines around each change; the empty text when both are equal. */
    public static String between(String nameBefore, String before, String nameAfter, String after) {
        if (before.equals(after)) {
            return "";
        }
        List<String> linesBefore = before.lines().toList();
        List<String> linesAfter = after.lines().toList();
        List<String> diff =
                UnifiedDiffUtils.generateUnifiedDiff(
                        nameBefore,
                        nameAfter,
                        linesBefore,
                        DiffUtils.diff(linesBefore, linesAfter),
                        CONTEXT_LINES);
        return diff.isEmpty() ? "" : String.join("\n", diff) + "\n";
    }
}

package dev.joch.resource.field;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;

import java.util.ArrayList;
import java.util.List;

/**
 * The differences of two texts as people know them from {@code diff -u}. Texts that have too little
 * in common for a search in bounded time are shown as one replacement: nobody would read the finer
 * answer.
 */
public final class UnifiedDiff {
    private static final int CONTEXT_LINES = 3;
    private static final long MOST_PAIRS = 16_000_000;

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
                        patch(linesBefore, linesAfter),
                        CONTEXT_LINES);
        return diff.isEmpty() ? "" : String.join("\n", diff) + "\n";
    }

    private static Patch<String> patch(List<String> before, List<String> after) {
        int shorter = Math.min(before.size(), after.size());
        int start = 0;
        while (start < shorter && before.get(start).equals(after.get(start))) {
            start++;
        }
        int end = 0;
        while (end < shorter - start
                && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
            end++;
        }
        List<String> removed = before.subList(start, before.size() - end);
        List<String> added = after.subList(start, after.size() - end);
        if ((long) removed.size() * added.size() <= MOST_PAIRS) {
            return joined(DiffUtils.diff(before, after, new MyersDiffWithLinearSpace<>()));
        }
        Patch<String> whole = new Patch<>();
        whole.addDelta(new ChangeDelta<>(new Chunk<>(start, removed), new Chunk<>(start, added)));
        return whole;
    }

    /**
     * What touches is one change: the search reports an insertion and the removal beside it apart,
     * in any order.
     */
    private static Patch<String> joined(Patch<String> found) {
        List<Chunk<String>> removed = new ArrayList<>();
        List<Chunk<String>> added = new ArrayList<>();
        for (AbstractDelta<String> delta : found.getDeltas()) {
            Chunk<String> source = delta.getSource();
            Chunk<String> target = delta.getTarget();
            if (!removed.isEmpty()
                    && endOf(removed.getLast()) == source.getPosition()
                    && endOf(added.getLast()) == target.getPosition()) {
                source = joined(removed.removeLast(), source);
                target = joined(added.removeLast(), target);
            }
            removed.add(source);
            added.add(target);
        }
        Patch<String> patch = new Patch<>();
        for (int i = 0; i < removed.size(); i++) {
            patch.addDelta(new ChangeDelta<>(removed.get(i), added.get(i)));
        }
        return patch;
    }

    private static int endOf(Chunk<String> chunk) {
        return chunk.getPosition() + chunk.size();
    }

    private static Chunk<String> joined(Chunk<String> first, Chunk<String> second) {
        List<String> lines = new ArrayList<>(first.getLines());
        lines.addAll(second.getLines());
        return new Chunk<>(first.getPosition(), lines);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs programs by their seeds, and makes the one that fails as short as it can be. One thread at a time. */
final class Rehearsal {
    private static final int STEPS = 60;

    private final Stage stage;

    Rehearsal(Stage stage) {
        this.stage = stage;
    }

    /**
     * Runs the program of this seed.
     *
     * @throws AssertionError with the shortest program found that fails as well, if it does not come out as the model says
     */
    void run(long seed) {
        List<Step> program = Step.program(seed, STEPS);
        Optional<Failed> failed = tryOut(program, seed);
        if (failed.isPresent()) {
            throw shortened(program, failed.get(), seed).asError(seed);
        }
    }

    /** Leaves out pieces, large ones first, as long as what is left still fails. */
    private Failed shortened(List<Step> program, Failed first, long seed) {
        List<Step> steps = program;
        Failed last = first;
        for (int piece = STEPS / 2; piece > 0; piece = piece > 1 ? piece / 2 : last.shorter ? 1 : 0) {
            last = new Failed(last.lines, last.problem, false);
            for (int at = 0; at < steps.size(); ) {
                List<Step> without = new ArrayList<>(steps);
                without.subList(at, Math.min(at + piece, steps.size())).clear();
                Optional<Failed> failed = tryOut(without, seed);
                if (failed.isPresent()) {
                    steps = without;
                    last = new Failed(failed.get().lines, failed.get().problem, true);
                } else {
                    at += piece;
                }
            }
        }
        return last;
    }

    private Optional<Failed> tryOut(List<Step> program, long seed) {
        Play play = new Play(stage, seed);
        try {
            play.run(program);
            return Optional.empty();
        } catch (AssertionError | RuntimeException problem) {
            return Optional.of(new Failed(List.copyOf(play.lines()), problem, false));
        }
    }

    /**
     * A program that failed.
     *
     * @param lines what was done, up to the step that failed
     * @param problem what was wrong then
     * @param shorter whether something could be left out
     */
    private record Failed(List<String> lines, Throwable problem, boolean shorter) {

        AssertionError asError(long seed) {
            StringBuilder text = new StringBuilder("not as the model says: " + problem.getMessage()
                    + "\nthe program (-Dmodel.seed=" + seed + " runs it again, before it was made shorter):\n");
            for (int line = 0; line < lines.size(); line++) {
                text.append("  ")
                        .append(line + 1)
                        .append(". ")
                        .append(lines.get(line))
                        .append('\n');
            }
            return new AssertionError(text.toString(), problem);
        }
    }
}

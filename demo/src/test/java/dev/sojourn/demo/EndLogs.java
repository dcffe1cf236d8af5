// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.store.ConfirmedEnds;
import dev.sojourn.testkit.history.History;
import dev.sojourn.testkit.history.HistoryChecker;
import dev.sojourn.testkit.history.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * What the servers of a run write of ends, for the checker: the log of an end listener, which must miss none and may have one twice, and that
 * of another listener, which must have none twice and may miss those of a server that was killed.
 */
final class EndLogs {
    /** What a killed server was telling is told by another one after a minute, and a sweep comes every ten seconds. */
    private static final Duration PATIENCE = ConfirmedEnds.HELD.plusSeconds(60);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Path all;
    private final Path told;
    private final Set<String> known = new HashSet<>();

    private EndLogs(Path directory) {
        this.all = directory.resolve("all");
        this.told = directory.resolve("told");
    }

    static EndLogs begin() throws IOException {
        return new EndLogs(Files.createTempDirectory("end-logs"));
    }

    /** What the servers need on their command line. */
    List<String> options() {
        return List.of("--end-log", all.toString(), "--told-log", told.toString());
    }

    /** Tells the history, once each end is in the log of the end listener or must be. */
    Map<String, Long> addTo(History history) throws IOException {
        history.expectEndNotices();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isComplete(history) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        List<String> ids = ids(told);
        Set<String> once = new HashSet<>();
        ids.stream().filter(id -> !once.add(id) || !known.contains(id)).forEach(id -> history.ended(id, "told", ""));
        return Map.of(
                "written by end listeners", (long) ids(all).size(),
                "of these different ones", (long) known.size(),
                "told to other listeners", (long) ids.size());
    }

    /** Tells the history what is new, and looks whether something is missing still. */
    private boolean isComplete(History history) throws IOException {
        ids(all).stream().filter(known::add).forEach(id -> history.ended(id, "end log", ""));
        return known.containsAll(ids(told))
                && HistoryChecker.check(history).violations().stream()
                        .noneMatch(violation -> violation.kind() == Violation.Kind.MISSING_END);
    }

    private static List<String> ids(Path log) throws IOException {
        List<String> ids = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            String[] parts = line.split(" ", -1);
            ids.add(parts[1]);
        }
        return ids;
    }
}

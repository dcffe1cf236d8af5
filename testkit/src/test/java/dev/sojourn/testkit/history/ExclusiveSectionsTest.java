// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.ConflictPolicy;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SerializingStore;
import dev.sojourn.testkit.history.FlawedStore.Flaw;
import dev.sojourn.testkit.history.Intent.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that have a session for themselves for a while, on two servers: who is right, and who is found out. */
@Timeout(120)
class ExclusiveSectionsTest {
    /** The shortest that there is; clients are told less, so that the long sections among theirs are shorter. */
    private static final Duration LEASE = Duration.ofSeconds(3);

    private final History history = new History();

    @Test
    void servers_whose_requests_take_turns_have_no_violations(@TempDir Path directory) throws Exception {
        SessionStore store = new LeasedStore(new SerializingStore(InstantSource.system()));
        try (SubjectServer first = server(store, ConflictPolicy.EXCLUSIVE);
                SubjectServer second = server(store, ConflictPolicy.EXCLUSIVE)) {
            workload(first, second).duration(Duration.ofSeconds(1)).build().run(history);
        }
        HistoryReport report = HistoryChecker.check(history);
        report.assertClean();
        assertTrue(report.sections() > 0, report::toString);
        assertEquals(0, refused("409"), report::toString);

        Path file = directory.resolve("history.jsonl");
        history.write(file);
        assertEquals(report.toString(), HistoryChecker.check(History.read(file)).toString());
    }

    /** Saves are conditional, so nothing is lost: but two had what each was told to have alone. */
    @Test
    void a_lock_that_each_server_has_for_itself_is_found() throws Exception {
        SessionStore store = new SerializingStore(InstantSource.system());
        try (SubjectServer first = server(new LeasedStore(store), ConflictPolicy.EXCLUSIVE);
                SubjectServer second = server(new LeasedStore(store), ConflictPolicy.EXCLUSIVE)) {
            runUntilFound(Violation.Kind.TWO_OWNERS, first, second);
        }
        assertTrue(refused("409") > 0, "the later one was refused");
    }

    /** A lock that is taken and not kept, over saves that ask nobody: the count that one read and wrote back is lost. */
    @Test
    void a_lock_without_fencing_loses_steps_and_is_found() throws Exception {
        SessionStore store = new FlawedStore(Flaw.SAVES_UNCONDITIONALLY);
        try (SubjectServer first = server(new LeasedStore(store), ConflictPolicy.EXCLUSIVE);
                SubjectServer second = server(new LeasedStore(store), ConflictPolicy.EXCLUSIVE)) {
            runUntilFound(Violation.Kind.LOST_INCREMENT, first, second);
        }
    }

    @Test
    void requests_that_do_not_wait_for_each_other_are_found() throws Exception {
        SessionStore store = new SerializingStore(InstantSource.system());
        try (SubjectServer server = server(store, ConflictPolicy.MERGE)) {
            runUntilFound(Violation.Kind.TWO_OWNERS, server);
        }
    }

    private void runUntilFound(Violation.Kind kind, SubjectServer... servers) throws InterruptedException {
        Thread running = new Thread(
                () -> workload(servers).duration(Duration.ofMinutes(1)).build().run(history));
        running.start();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (HistoryChecker.check(history).violations(kind) == 0) {
            assertTrue(System.nanoTime() < deadline, () -> "not found: " + HistoryChecker.check(history));
            LockSupport.parkNanos(10_000_000);
        }
        running.interrupt();
        running.join();
    }

    private long refused(String status) {
        return history.operations().stream()
                .filter(operation -> operation.is(Kind.SECTION))
                .filter(operation -> operation.answer().reason().equals(status))
                .count();
    }

    private static Workload.Builder workload(SubjectServer... servers) {
        return Workload.builder()
                .targets(List.of(servers).stream().map(SubjectServer::home).toList())
                .clients(8)
                .seed(42)
                .requestTimeout(Duration.ofSeconds(20))
                .exclusiveSections()
                .leaseLength(LEASE.dividedBy(4));
    }

    private static SubjectServer server(SessionStore store, ConflictPolicy policy) throws IOException {
        return new SubjectServer(SessionManager.builder(store)
                .policy(SessionPolicy.builder()
                        .onConflict(policy)
                        .leaseLength(LEASE)
                        .build())
                .build());
    }
}

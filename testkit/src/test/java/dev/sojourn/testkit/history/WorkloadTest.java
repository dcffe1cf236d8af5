// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.SessionEvent;
import dev.sojourn.SessionListener;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.FaultProxy;
import dev.sojourn.testkit.FaultyStore;
import dev.sojourn.testkit.SerializingStore;
import dev.sojourn.testkit.TokenScanner;
import dev.sojourn.testkit.history.Answer.Outcome;
import dev.sojourn.testkit.history.FlawedStore.Flaw;
import dev.sojourn.testkit.history.Violation.Kind;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Clients, a real server and the checker together: silent about what works, and not about what does not. */
@Timeout(120)
class WorkloadTest {
    @RegisterExtension
    final TokenScanner scanner = new TokenScanner();

    private final History history = new History();

    /** fault 26, 31: parallel increments of one session, logins and logouts, on two nodes with one store. */
    @Test
    void a_store_that_keeps_its_contract_has_no_violations(@TempDir Path directory) throws Exception {
        SessionStore store = new SerializingStore(InstantSource.system());
        history.expectEndNotices();
        try (SubjectServer first = new SubjectServer(store, new SecureRandom(), this::listen);
                SubjectServer second = new SubjectServer(store, new SecureRandom(), this::listen)) {
            workload(first.home(), second.home())
                    .duration(Duration.ofSeconds(2))
                    .build()
                    .run(history);
        }
        HistoryReport report = HistoryChecker.check(history);
        report.assertClean();
        assertEquals(0, report.outcomes(Outcome.FAILED), report::toString);
        assertTrue(report.outcomes(Outcome.OK) > 0, report::toString);

        Path file = directory.resolve("history.jsonl");
        history.write(file);
        assertEquals(report.toString(), HistoryChecker.check(History.read(file)).toString());
    }

    @Test
    void a_store_that_saves_unconditionally_is_found() throws Exception {
        runUntilFound(new FlawedStore(Flaw.SAVES_UNCONDITIONALLY), Kind.LOST_INCREMENT);
    }

    @Test
    void a_store_that_forgets_to_delete_is_found() throws Exception {
        runUntilFound(new FlawedStore(Flaw.FORGETS_TO_DELETE), Kind.REVIVED_SESSION);
    }

    @Test
    void a_store_that_saves_what_has_ended_is_found() throws Exception {
        runUntilFound(new FlawedStore(Flaw.SAVES_WHAT_HAS_ENDED), Kind.REVIVED_SESSION);
    }

    @Test
    void a_store_that_serves_old_copies_is_found() throws Exception {
        runUntilFound(new FlawedStore(Flaw.SERVES_OLD_COPIES), Kind.STALE_READ);
    }

    /** Of a session that a store ends without saying so, nobody is told. */
    @Test
    void an_end_that_is_never_told_is_found() throws Exception {
        history.expectEndNotices();
        runUntilFound(new FlawedStore(Flaw.NEVER_SAYS_WHO_ENDED_IT), Kind.MISSING_END);
    }

    /** And one that a listener is told twice is one as well. */
    @Test
    void an_end_that_is_told_twice_is_found() throws Exception {
        runUntilFound(new SerializingStore(InstantSource.system()), Kind.DUPLICATE_END, event -> {
            listen(event);
            listen(event);
        });
    }

    /** A store that is down for a while is a 503 for everybody, and nobody's session is lost by that. */
    @Test
    void a_store_that_goes_away_and_comes_back_has_no_violations() throws Exception {
        FaultyStore store = new FaultyStore(new SerializingStore(InstantSource.system()));
        try (SubjectServer server = new SubjectServer(store)) {
            Thread running = start(server.home());
            until(() -> count(Outcome.OK) > 50);
            store.goDown();
            until(() -> count(Outcome.FAILED) > 20);
            store.comeBack();
            stopAfterMore(running);
        }
        HistoryChecker.check(history).assertClean();
    }

    /** Answers that are lost, connections that are refused: the clients do not know, and say so. */
    @Test
    void a_node_behind_a_faulty_network_has_no_violations() throws Exception {
        SessionStore store = new SerializingStore(InstantSource.system());
        try (SubjectServer server = new SubjectServer(store);
                FaultProxy proxy = FaultProxy.to(server.port())) {
            Thread running = start(SubjectServer.home(proxy.port()));
            until(() -> count(Outcome.OK) > 50);
            for (int round = 1; round <= 10; round++) {
                int faults = round;
                proxy.loseNextAnswer();
                until(() -> proxy.faultsHappened() == faults);
                proxy.cut();
            }
            proxy.goDown();
            until(() -> count(Outcome.UNREACHABLE) > 10);
            proxy.heal();
            stopAfterMore(running);
        }
        HistoryChecker.check(history).assertClean();
        assertTrue(count(Outcome.UNKNOWN) >= 10, "the clients knew what they could not know");
    }

    /** With a failure, so that what the clients note about failures is searched as well. */
    @Test
    void no_token_is_in_a_history_or_a_report(@TempDir Path directory) throws Exception {
        FlawedStore store = new FlawedStore(Flaw.FORGETS_TO_DELETE);
        try (SubjectServer server = new SubjectServer(store, scanner.random());
                FaultProxy proxy = FaultProxy.to(server.port())) {
            Thread running = start(SubjectServer.home(proxy.port()));
            until(() -> count(Outcome.OK) > 50);
            proxy.loseNextAnswer();
            until(() -> proxy.faultsHappened() == 1);
            stopAfterMore(running);
        }
        Path file = directory.resolve("history.jsonl");
        history.write(file);
        scanner.shown("history file", Files.readString(file));
        scanner.shown("report", HistoryChecker.check(history));
        history.operations().forEach(operation -> scanner.shown("operation", operation));
        assertEquals(List.of(), scanner.leaks());
    }

    @Test
    void impossible_settings_are_refused_all_at_once() {
        Workload.Builder builder = Workload.builder()
                .clients(0)
                .clientsPerSession(0)
                .duration(Duration.ZERO)
                .requestTimeout(Duration.ofSeconds(-1))
                .cookieNames(List.of())
                .leaseLength(Duration.ofSeconds(-3));

        assertEquals(
                "targets must not be empty; clients must be at least 1, was 0; clientsPerSession must be at least 1, was 0;"
                        + " duration must be positive, was PT0S; requestTimeout must be positive, was PT-1S;"
                        + " cookieNames must not be empty; leaseLength must not be negative, was PT-3S",
                assertThrows(IllegalArgumentException.class, builder::build).getMessage());
    }

    private void listen(SessionEvent event) {
        if (event instanceof SessionEvent.Ended ended) {
            history.ended(event.sessionId(), "n1", ended.reason().name());
        }
    }

    private void runUntilFound(SessionStore store, Kind kind) throws Exception {
        runUntilFound(store, kind, this::listen);
    }

    private void runUntilFound(SessionStore store, Kind kind, SessionListener listener) throws Exception {
        try (SubjectServer server = new SubjectServer(store, new SecureRandom(), listener)) {
            Thread running = start(server.home());
            until(() -> HistoryChecker.check(history).violations(kind) > 0);
            running.interrupt();
            running.join();
        }
    }

    private static Workload.Builder workload(URI... targets) {
        return Workload.builder().targets(List.of(targets)).clients(8).seed(42).requestTimeout(Duration.ofSeconds(20));
    }

    private Thread start(URI target) {
        Thread thread = new Thread(
                () -> workload(target).duration(Duration.ofMinutes(1)).build().run(history));
        thread.start();
        return thread;
    }

    private void stopAfterMore(Thread running) throws InterruptedException {
        long before = count(Outcome.OK);
        until(() -> count(Outcome.OK) > before + 50);
        running.interrupt();
        running.join();
    }

    private long count(Outcome outcome) {
        return history.operations().stream()
                .filter(operation -> operation.has(outcome))
                .count();
    }

    private static void until(BooleanSupplier reached) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!reached.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "this did not happen in time");
            LockSupport.parkNanos(10_000_000);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.NoSessionReason;
import dev.sojourn.OpenResult;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionManagerBuilder;
import dev.sojourn.SessionPolicy;
import dev.sojourn.SessionToken;
import dev.sojourn.store.Caching;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/** A manager above the store under test, with a clock that stands still, and what the rules are written with. */
abstract class SessionContractFixture {
    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration TOUCH = Duration.ofMinutes(1);
    static final Duration GRACE = Duration.ofSeconds(30);
    static final Duration RENEWAL = Duration.ofMinutes(10);
    static final SessionPolicy PLAIN = SessionPolicy.builder().touchEvery(TOUCH).build();
    static final SessionPolicy RENEWING =
            PLAIN.toBuilder().renewEvery(RENEWAL).renewalGrace(GRACE).build();

    /** Ends each test with an inspection. */
    @RegisterExtension
    final TokenScanner scanner = new TokenScanner();

    final ManualClock clock = ManualClock.create();
    final RecordingListener events = new RecordingListener();

    private final TextJar jar = new TextJar();
    private final List<SessionManager> managers = new ArrayList<>();
    private SessionStore target = new SerializingStore(clock);
    private CountingStore counting = new CountingStore(target);
    private FaultyStore faulty = new FaultyStore(counting);
    private SessionManager manager =
            SessionManager.builder(faulty).withoutThreads().build();

    /** A new store without sessions, on this clock. It is closed after the test. */
    protected abstract SessionStore newStore(InstantSource clock);

    /** How to look past the store; by default not at all, and the rules that need it are skipped. */
    protected Optional<StoreProbe> probe(SessionStore store) {
        return Optional.empty();
    }

    @BeforeEach
    final void startManager() {
        target = newStore(clock);
        counting = new CountingStore(target);
        faulty = new FaultyStore(counting);
        use(PLAIN);
    }

    @AfterEach
    final void stopManagers() {
        probe(target).ifPresent(probe -> probe.dump().forEach(bytes -> scanner.stored("store", bytes)));
        events.events().forEach(event -> scanner.shown("event", event));
        faulty.comeBack();
        managers.forEach(SessionManager::close);
    }

    /** Goes on with this policy, as a node that was started anew. */
    final void use(SessionPolicy policy) {
        manager = node(builder -> builder.policy(policy));
    }

    /** One more node of the same application. */
    final SessionManager node(UnaryOperator<SessionManagerBuilder> change) {
        return node(faulty, change);
    }

    /** One more node, that reaches the store through this one. */
    final SessionManager node(SessionStore store, UnaryOperator<SessionManagerBuilder> change) {
        SessionManagerBuilder builder = SessionManager.builder(store)
                .policy(PLAIN)
                .clock(clock)
                .random(scanner.random())
                .inlineListener(events)
                .withoutThreads();
        SessionManager node = change.apply(builder).build();
        managers.add(node);
        return node;
    }

    /** One more node, with threads of its own. */
    final SessionManager nodeWithThreads() {
        SessionManager node = SessionManager.builder(faulty)
                .policy(PLAIN)
                .clock(clock)
                .random(scanner.random())
                .build();
        managers.add(node);
        return node;
    }

    final SessionManager manager() {
        return manager;
    }

    final CountingStore calls() {
        return counting;
    }

    final FaultyStore faults() {
        return faulty;
    }

    final void needs(Class<?> capability) {
        assumeTrue(target.capability(capability).isPresent(), () -> "the store is no " + capability.getSimpleName());
    }

    final StoreProbe probe() {
        Optional<StoreProbe> probe = probe(target);
        assumeTrue(probe.isPresent(), "the store cannot be looked past");
        return probe.orElseThrow();
    }

    final boolean keepsReferences() {
        return target.keepsReferences();
    }

    final boolean readsCopies() {
        return target.capability(Caching.class).isPresent();
    }

    // ---- the road of a request

    final CommitResult commit(Session session) {
        CommitResult result = manager.commit(session);
        result.token().ifPresent(scanner::issued);
        if (manager.carriesRecords()) {
            jar.committed(session, result);
        }
        scanner.shown("result", result);
        scanner.shown("session", session);
        return result;
    }

    final CommitResult commit(Session session, CommitResult.Outcome expected) {
        CommitResult result = commit(session);
        assertEquals(expected, result.outcome());
        return result;
    }

    final OpenResult present(String token) {
        OpenResult result = manager.open(jar.newest(token));
        scanner.shown("opened", result);
        result.session().ifPresent(session -> jar.opened(session, token));
        return result;
    }

    final Session open(String token) {
        return assertInstanceOf(OpenResult.Opened.class, present(token)).opened();
    }

    final void assertNone(NoSessionReason reason, String token) {
        assertEquals(new OpenResult.NoSession(reason), present(token));
    }

    /** A stored session: its token. Events so far are forgotten, calls so far not counted. */
    final String stored(Consumer<Session> work) {
        Session session = manager.create();
        session.keep();
        work.accept(session);
        String token = tokenOf(commit(session, CommitResult.Outcome.CREATED));
        forgetThePast();
        return token;
    }

    final void forgetThePast() {
        events.forget();
        counting.reset();
    }

    /** A whole request with this token. */
    final CommitResult request(String token, Consumer<Session> work) {
        Session session = open(token);
        work.accept(session);
        return commit(session);
    }

    final Optional<Object> valueOf(String token, String name) {
        return open(token).get(name);
    }

    static String tokenOf(CommitResult result) {
        return result.token().orElseThrow().reveal();
    }

    static SessionKey keyOf(CommitResult result) {
        return result.token().map(SessionToken::key).orElseThrow();
    }

    final SessionKey keyOf(String token) {
        return keyOf(commit(open(token)));
    }

    final <T extends Throwable> T fails(Class<T> kind, Executable work) {
        T problem = assertThrows(kind, work);
        scanner.thrown(problem);
        return problem;
    }

    final void pass(Duration time) {
        clock.advance(time);
    }

    static <T> List<T> race(int runners, Callable<T> call) {
        return StoreContractFixture.race(runners, call);
    }

    static <T> List<T> race(List<Callable<T>> runners) {
        return StoreContractFixture.race(runners);
    }
}

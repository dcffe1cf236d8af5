// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.EndReason;
import dev.sojourn.NoSessionReason;
import dev.sojourn.OpenResult;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionManagerBuilder;
import dev.sojourn.store.Caching;
import dev.sojourn.store.ConfirmedEnds;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.testkit.StoreVerb;
import dev.sojourn.testkit.model.ModelChanges.Edit;
import dev.sojourn.testkit.model.ModelSecrets.Worth;
import dev.sojourn.testkit.model.ModelStore.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes the steps of one program with real sessions and with the model, and compares after each what both say and what is stored.
 * One thread at a time, used once.
 */
final class Play {
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final int VALUES = 4;
    private static final List<Duration> IDLE_TIMEOUTS =
            List.of(Duration.ofSeconds(20), Duration.ofMinutes(2), Duration.ofHours(2));
    private static final List<Duration> TIMES = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(40),
            Duration.ofSeconds(70),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(31),
            Duration.ofHours(25));
    private static final List<Failure> FAILURES = List.of(
            new Failure(StoreVerb.SAVE, true),
            new Failure(StoreVerb.SAVE, false),
            new Failure(StoreVerb.SAVE, true),
            new Failure(StoreVerb.CREATE, true),
            new Failure(StoreVerb.CREATE, false),
            new Failure(StoreVerb.TOUCH, true),
            new Failure(StoreVerb.TOUCH, false));
    private static final List<NoSessionReason> NOT_THERE = List.of(NoSessionReason.UNKNOWN, NoSessionReason.EXPIRED);
    private static final Duration LONGEST_WITHOUT_SWEEP = Duration.ofMinutes(10);
    private static final int CONFIRMING_EVERY = 5;
    private static final Duration END_OF_ALL = Duration.ofDays(3);

    private final Stage stage;
    private final ModelStore modelStore = new ModelStore();
    private final ModelSessions model;
    private final List<SessionManager> managers = new ArrayList<>();
    private final Ledger ledger;
    private final List<Visit> visits = new ArrayList<>();
    private final List<Guest> guests = new ArrayList<>();
    private final List<String> users;
    private final boolean readsCopies;
    private final boolean listsUsers;
    private final boolean confirmsEnds;

    /** A request that is under way. */
    private record Visit(String name, Guest guest, Session real, ModelRequest model) {}

    Play(Stage stage, long seed) {
        this.stage = stage;
        readsCopies = stage.nodes().get(0).store().capability(Caching.class).isPresent();
        listsUsers =
                stage.nodes().get(0).store().capability(PrincipalIndex.class).isPresent();
        confirmsEnds = seed % CONFIRMING_EVERY == 1
                && stage.nodes().get(0).store().capability(ConfirmedEnds.class).isPresent();
        ModelRules rules = new ModelRules(readsCopies, seed % 2 == 0, seed % 3 == 0);
        model = new ModelSessions(rules, modelStore);
        modelStore.now = stage.clock().instant().toEpochMilli();
        ledger = new Ledger(stage, modelStore);
        users = List.of("anna " + modelStore.now, "bert " + modelStore.now);
        for (Stage.Node node : stage.nodes()) {
            SessionManagerBuilder manager = SessionManager.builder(node.store())
                    .policy(rules.policy())
                    .clock(stage.clock())
                    .inlineListener(ledger)
                    .withoutThreads();
            managers.add((confirmsEnds ? manager.endListener(ledger) : manager).build());
        }
    }

    /** What was done so far, a line for each step. */
    List<String> lines() {
        return ledger.lines();
    }

    /** Takes all steps, lets all time pass, and checks that each end was told once. */
    void run(List<Step> steps) {
        for (Step step : steps) {
            take(step);
        }
        ledger.line("all time passes");
        pass(END_OF_ALL);
        managers.forEach(SessionManager::sweep);
        ledger.checkEnds(confirmsEnds);
    }

    private void take(Step step) {
        switch (step.kind()) {
            case CREATE -> create(step);
            case OPEN -> guest(step).ifPresent(guest -> open(guest, step));
            case PASS_TIME -> passAndSweep(pick(TIMES, step.what()));
            case FORGET_COPIES -> {
                ledger.line("node " + node(step) + " forgets its copies");
                ledger.forgetCopies(node(step));
            }
            case UPDATE_OUTSIDE -> guest(step).ifPresent(guest -> updateOutside(guest, step));
            case END -> guest(step).ifPresent(guest -> end(guest, step));
            case END_ALL_OF_USER -> endAll(step);
            case SWEEP -> {
                ledger.line("node " + node(step) + " sweeps");
                int unused = managers.get(node(step)).sweep();
            }
            default -> visit(step).ifPresent(visit -> take(visit, step));
        }
    }

    private void take(Visit visit, Step step) {
        String name = pick(NAMES, step.what());
        Session real = visit.real;
        switch (step.kind()) {
            case COMMIT -> commit(visit, Optional.empty(), true);
            case COMMIT_UNHEARD -> commit(visit, Optional.empty(), false);
            case COMMIT_FAILING -> commit(visit, Optional.of(pick(FAILURES, step.what())), true);
            case INVALIDATE -> invalidate(visit, Optional.empty());
            case INVALIDATE_FAILING ->
                // A save that is answered with a conflict has ended nothing, so after it nothing is certain.
                invalidate(visit, Optional.of(new Failure(StoreVerb.DELETE, step.what() % 2 == 0 && !confirmsEnds)));
            case DROP -> {
                ledger.line(visit.name + " is dropped, as if its node had crashed");
                visits.remove(visit);
            }
            default -> {
                if (visit.model.ended) {
                    assertEquals(Session.State.ENDED, real.state());
                } else {
                    change(visit, step, name, step.what() / NAMES.size() % VALUES);
                }
            }
        }
    }

    private void change(Visit visit, Step step, String name, int value) {
        Session real = visit.real;
        ModelRequest request = visit.model;
        switch (step.kind()) {
            case GET -> {
                ledger.line(visit.name + " gets " + name);
                assertEquals(request.get(name), real.get(name), "what the request sees");
            }
            case SET -> {
                ledger.line(visit.name + " sets " + name + " = " + value);
                request.set(name, value);
                real.set(name, value);
            }
            case ADD -> {
                ledger.line(visit.name + " adds 1 to " + name);
                assertEquals(request.add(name), real.update(name, 0, (Integer n) -> n + 1), "what the request sees");
            }
            case REMOVE -> {
                ledger.line(visit.name + " removes " + name);
                request.remove(name, readsCopies);
                real.remove(name);
            }
            case CLEAR -> {
                ledger.line(visit.name + " clears");
                request.clear();
                real.clear();
            }
            case LOGIN -> {
                String user = pick(users, step.what());
                ledger.line(visit.name + " logs in " + user);
                request.login(user, model.newSecret());
                real.login(user);
            }
            case RENEW -> {
                ledger.line(visit.name + " renews");
                request.renew(model.newSecret());
                real.renew();
            }
            case IDLE_TIMEOUT -> idleTimeout(visit, pick(IDLE_TIMEOUTS, step.what()), step.what() % 5 == 0);
            default -> throw new IllegalStateException("no such step: " + step);
        }
    }

    private void idleTimeout(Visit visit, Duration timeout, boolean none) {
        ledger.line(visit.name + " sets its idle timeout to " + (none ? "none" : timeout));
        visit.model.idleTimeout(none ? ModelRecord.NO_LIMIT : timeout.toMillis());
        if (none) {
            visit.real.withoutIdleTimeout();
        } else {
            visit.real.idleTimeout(timeout);
        }
    }

    // ---- a request begins

    private void create(Step step) {
        ModelRequest request = model.create(node(step));
        Guest guest = new Guest(request.session);
        Visit visit = new Visit(nextName(), guest, managers.get(node(step)).create(), request);
        ledger.line(visit.name + " on node " + node(step) + " begins a session");
        ledger.knows(guest.session(), managers.get(node(step)).keyOf(visit.real));
        if (step.what() % 2 == 0) {
            visit.real.keep();
            visit.model.kept = true;
        }
        guests.add(guest);
        visits.add(visit);
    }

    private void open(Guest guest, Step step) {
        int node = step.what() % managers.size();
        int secret = step.what() % 5 == 0 ? pick(guest.secrets(), step.what() / 5) : guest.held();
        String name = nextName();
        ledger.line(name + " on node " + node + " opens session " + guest.session() + " with token " + secret);
        OpenResult result = managers.get(node).open(ledger.text(secret));
        Optional<Worth> worth = model.worth(guest.session(), secret);
        if (worth.isEmpty()) {
            assertTrue(NOT_THERE.stream().map(OpenResult.NoSession::new).anyMatch(result::equals), "it is gone");
        } else if (worth.get().opens()) {
            assertTrue(result instanceof OpenResult.Opened, () -> "it opens, and was " + result);
            Session real = result.session().orElseThrow();
            visits.add(new Visit(name, guest, real, model.open(node, guest.session(), secret)));
        } else {
            NoSessionReason reason = worth.get() == Worth.STALE ? NoSessionReason.STALE : NoSessionReason.NEVER_ISSUED;
            assertEquals(new OpenResult.NoSession(reason), result);
            if (worth.get() == Worth.STALE && model.endsAsStolen(guest.session(), secret)) {
                ledger.ended(guest.session(), EndReason.STOLEN);
            }
        }
    }

    private String nextName() {
        return "request " + ledger.lines().size();
    }

    // ---- a request ends

    private void commit(Visit visit, Optional<Failure> failure, boolean heard) {
        ledger.line(visit.name + " commits" + failure.map(what -> "; " + what).orElse("")
                + (heard ? "" : "; the browser does not hear of it"));
        Optional<CommitResult> result = ledger.failing(
                failure, visit.model.node, () -> managers.get(visit.model.node).commit(visit.real));
        boolean touched = result.filter(was -> was.outcome() == CommitResult.Outcome.TOUCHED)
                .isPresent();
        modelStore.fail(failure);
        Optional<Expected> expected;
        try {
            expected = Optional.of(model.commit(visit.model, touched));
        } catch (StoreUnavailableException unknown) {
            expected = Optional.empty();
        } finally {
            modelStore.fail(Optional.empty());
        }
        ledger.knows(visit.model.session, managers.get(visit.model.node).keyOf(visit.real));
        visit.guest.belongsTo(visit.model.session);
        assertEquals(
                expected.map(Expected::outcome).map(Object::toString).orElse("unknown"),
                result.map(CommitResult::outcome).map(Object::toString).orElse("unknown"),
                "how the commit ends");
        if (expected.isPresent() && result.isPresent()) {
            ledger.checkToken(expected.get(), result.get());
            visit.guest.learn(expected.get(), heard);
        }
        ledger.checkStored(visit.model.session);
    }

    private void invalidate(Visit visit, Optional<Failure> failure) {
        ledger.line(visit.name + " logs out" + failure.map(what -> "; " + what).orElse(""));
        Optional<Boolean> done = ledger.failing(failure.map(this::asMade), visit.model.node, () -> {
            visit.real.invalidate();
            return true;
        });
        ModelRequest request = visit.model;
        modelStore.fail(failure);
        boolean told = true;
        try {
            if (!request.ended) {
                if (request.stored && modelStore.delete(request.session)) {
                    ledger.ended(request.session, EndReason.LOGGED_OUT);
                }
                request.ended = true;
                request.endedHere = request.stored;
            }
        } catch (StoreUnavailableException unknown) {
            told = false;
            ledger.endedUnheard(request.session);
        } finally {
            modelStore.fail(Optional.empty());
        }
        assertEquals(told, done.isPresent(), "whether the logout is confirmed");
        ledger.checkStored(request.session);
    }

    /** Where ends are confirmed, a session is ended by a save. */
    private Failure asMade(Failure ofDelete) {
        return confirmsEnds ? new Failure(StoreVerb.SAVE, ofDelete.after()) : ofDelete;
    }

    // ---- from outside

    private void updateOutside(Guest guest, Step step) {
        String name = pick(NAMES, step.what());
        ledger.line("node " + node(step) + " adds 1 to " + name + " of session " + guest.session()
                + " outside of a request");
        ModelChanges changes = new ModelChanges();
        changes.edit(name, new Edit.Add(1));
        Consumer<Session> change = session -> {
            int unused = session.update(name, 0, (Integer n) -> n + 1);
        };
        assertEquals(
                model.update(guest.session(), changes),
                managers.get(node(step)).update(ledger.key(guest.session()), change),
                "whether there is such a session");
        ledger.checkStored(guest.session());
    }

    private void end(Guest guest, Step step) {
        ledger.line("node " + node(step) + " ends session " + guest.session());
        boolean ends = modelStore.delete(guest.session());
        if (ends) {
            ledger.ended(guest.session(), EndReason.REVOKED);
        }
        assertEquals(ends, managers.get(node(step)).end(ledger.key(guest.session())), "whether this ended it");
        ledger.checkStored(guest.session());
    }

    private void endAll(Step step) {
        if (!listsUsers) {
            return;
        }
        String user = pick(users, step.what());
        ledger.line("node " + node(step) + " ends all sessions of " + user);
        Set<Integer> ended = modelStore.sessionsOf(user);
        ended.forEach(session -> {
            boolean unused = modelStore.delete(session);
            ledger.ended(session, EndReason.REVOKED);
        });
        assertEquals(ended.size(), managers.get(node(step)).endAll(user), "how many this ended");
        guests.forEach(guest -> ledger.checkStored(guest.session()));
    }

    // ---- choices

    /** No node leaves ends unclaimed for hours: a store need not keep them for so long. */
    private void passAndSweep(Duration time) {
        ledger.line(time + " pass");
        pass(time);
        if (time.compareTo(LONGEST_WITHOUT_SWEEP) >= 0) {
            int unused = managers.get(0).sweep();
        }
    }

    private void pass(Duration time) {
        stage.clock().advance(time);
        modelStore.now = stage.clock().instant().toEpochMilli();
    }

    private int node(Step step) {
        return step.what() % managers.size();
    }

    /** One of those that have been sent a token. */
    private Optional<Guest> guest(Step step) {
        List<Guest> known = guests.stream().filter(guest -> guest.held() != 0).toList();
        return known.isEmpty() ? Optional.empty() : Optional.of(pick(known, step.who()));
    }

    private Optional<Visit> visit(Step step) {
        return visits.isEmpty() ? Optional.empty() : Optional.of(pick(visits, step.who()));
    }

    private static <T> T pick(List<T> all, int number) {
        return all.get(number % all.size());
    }
}

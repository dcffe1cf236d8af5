// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.SessionEvent.Resolution;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the requests of one manager did, in figures: under which policy they ran, what was refused, what commits came to.
 *
 * <p>Each figure counts from when the manager was built, on this node only, and never falls. They count whether or not anybody listens to
 * events. Made by {@link SessionManager#counters}; module {@code micrometer} shows them to monitoring systems.
 *
 * <p>Thread-safe. Counting takes no lock and makes no garbage, and reading asks no store; figures read while requests are at work may be
 * a moment apart.
 */
public final class SessionCounters {
    private final Tally<ConflictPolicy> opened = new Tally<>(ConflictPolicy.class);
    private final Tally<ConflictPolicy> created = new Tally<>(ConflictPolicy.class);
    private final Tally<ConflictPolicy> updated = new Tally<>(ConflictPolicy.class);
    private final Tally<NoSessionReason> refused = new Tally<>(NoSessionReason.class);
    private final Tally<Outcome> commits = new Tally<>(Outcome.class);
    private final Map<ConflictPolicy, Tally<Resolution>> conflicts = new EnumMap<>(ConflictPolicy.class);

    SessionCounters() {
        for (ConflictPolicy policy : ConflictPolicy.values()) {
            conflicts.put(policy, new Tally<>(Resolution.class));
        }
    }

    /** How often {@link SessionManager#open(String, ConflictPolicy)} opened a session, by the policy under which the request runs. */
    public long opened(ConflictPolicy policy) {
        return opened.of(policy);
    }

    /**
     * How often {@link SessionManager#create} made a session, by the policy under which the request runs; stored or not.
     *
     * <p>Nobody waits for a session that nobody knows of yet, so where the policy is {@link ConflictPolicy#EXCLUSIVE}, this
     * is {@link ConflictPolicy#MERGE}.
     */
    public long created(ConflictPolicy policy) {
        return created.of(policy);
    }

    /** How often {@link SessionManager#update} found a session to change outside of a request, by its policy. */
    public long updated(ConflictPolicy policy) {
        return updated.of(policy);
    }

    /** How often a token opened no session, by the reason. A request that got no turn is not among them: its token is good. */
    public long refused(NoSessionReason reason) {
        return refused.of(reason);
    }

    /**
     * How often a commit came to this outcome; those of {@link SessionManager#update} are among them.
     *
     * <p>A request commits more than once if the session changes after the response has left. A commit that threw came to none of them.
     */
    public long commits(Outcome outcome) {
        return commits.of(outcome);
    }

    /** How often a request found that another one had saved first, as {@link SessionEvent.Conflict} tells it. */
    public long conflicts(ConflictPolicy policy, Resolution resolution) {
        Tally<Resolution> found = conflicts.get(policy);
        return found == null ? 0 : found.of(resolution);
    }

    // ---- counting, each where it is decided

    void countOpened(ConflictPolicy policy) {
        opened.count(policy);
    }

    void countCreated(ConflictPolicy policy) {
        created.count(policy);
    }

    void countUpdated(ConflictPolicy policy) {
        updated.count(policy);
    }

    void countRefused(NoSessionReason reason) {
        refused.count(reason);
    }

    void countCommit(Outcome outcome) {
        commits.count(outcome);
    }

    void countConflict(ConflictPolicy policy, Resolution resolution) {
        Tally<Resolution> found = conflicts.get(policy);
        if (found != null) {
            found.count(resolution);
        }
    }

    /** One figure for each constant. */
    private static final class Tally<E extends Enum<E>> {
        private final Map<E, LongAdder> figures;

        Tally(Class<E> type) {
            this.figures = new EnumMap<>(type);
            for (E constant : type.getEnumConstants()) {
                figures.put(constant, new LongAdder());
            }
        }

        void count(E constant) {
            LongAdder figure = figures.get(constant);
            if (figure != null) {
                figure.increment();
            }
        }

        long of(E constant) {
            LongAdder figure = figures.get(constant);
            return figure == null ? 0 : figure.sum();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long sessions live and how they are kept. Immutable and thread-safe.
 *
 * <p>Start from a preset and change what differs: {@code SessionPolicy.aal2().toBuilder().idleTimeout(..).build()}. All times
 * are decided when a session is opened, from the injected clock, never by a sweep alone.
 */
public final class SessionPolicy {
    /** Longest limit: a hundred years, beyond which nobody means a limit, and arithmetic with moments overflows. */
    static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);
    private static final int TOUCHES_PER_IDLE_TIMEOUT = 30;

    private final Optional<Duration> idleTimeout;
    private final Optional<Duration> absoluteTimeout;
    private final Optional<Duration> renewalInterval;
    private final Duration renewalGrace;
    private final Optional<Duration> touchEvery;
    private final ConflictPolicy onConflict;
    private final int tries;
    private final Duration exclusiveWait;
    private final Duration leaseLength;
    private final StaleTokenReaction onStaleToken;
    private final Optional<SessionLimit> sessionsPerPrincipal;

    private SessionPolicy(Builder builder) {
        this.idleTimeout = builder.idleTimeout;
        this.absoluteTimeout = builder.absoluteTimeout;
        this.renewalInterval = builder.renewalInterval;
        this.renewalGrace = builder.renewalGrace;
        this.touchEvery = builder.touchEvery;
        this.onConflict = builder.onConflict;
        this.tries = builder.tries;
        this.exclusiveWait = builder.exclusiveWait;
        this.leaseLength = builder.leaseLength;
        this.onStaleToken = builder.onStaleToken;
        this.sessionsPerPrincipal = builder.limitAction.map(action -> new SessionLimit(builder.mostSessions, action));
    }

    /**
     * Idle 30 minutes, absolute 24 hours, no renewal on the timer.
     *
     * <p>30 minutes is what Servlet containers do and the upper end of what OWASP advises for low-risk applications; 24 hours
     * is the overall limit that NIST advises for AAL2. Renewal on the timer is off because it changes the public id in the
     * middle of a visit, which applications that keep tables by session id do not expect; the AAL2 and AAL3 presets have it.
     */
    public static SessionPolicy defaults() {
        return new Builder().build();
    }

    /** NIST SP 800-63B-4 §2.1.3: absolute 30 days, no idle timeout. */
    public static SessionPolicy aal1() {
        return new Builder()
                .withoutIdleTimeout()
                .absoluteTimeout(Duration.ofDays(30))
                .build();
    }

    /** NIST SP 800-63B-4 §2.2.3: idle 1 hour, absolute 24 hours; here also renewed every 30 minutes, stale tokens end it. */
    public static SessionPolicy aal2() {
        return new Builder()
                .idleTimeout(Duration.ofHours(1))
                .absoluteTimeout(Duration.ofHours(24))
                .renewEvery(Duration.ofMinutes(30))
                .onStaleToken(StaleTokenReaction.END_SESSION)
                .build();
    }

    /** NIST SP 800-63B-4 §2.3.3: idle 15 minutes, absolute 12 hours; here also renewed every 10 minutes, stale tokens end it. */
    public static SessionPolicy aal3() {
        return new Builder()
                .idleTimeout(Duration.ofMinutes(15))
                .absoluteTimeout(Duration.ofHours(12))
                .renewEvery(Duration.ofMinutes(10))
                .onStaleToken(StaleTokenReaction.END_SESSION)
                .build();
    }

    /** Starts from {@link #defaults()}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts from this policy. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.idleTimeout = idleTimeout;
        builder.absoluteTimeout = absoluteTimeout;
        builder.renewalInterval = renewalInterval;
        builder.renewalGrace = renewalGrace;
        builder.touchEvery = touchEvery;
        builder.onConflict = onConflict;
        builder.tries = tries;
        builder.exclusiveWait = exclusiveWait;
        builder.leaseLength = leaseLength;
        builder.onStaleToken = onStaleToken;
        sessionsPerPrincipal.ifPresent(limit -> builder.sessionsPerPrincipal(limit.max(), limit.action()));
        return builder;
    }

    /** How long a new session may be unused; empty: for ever. */
    public Optional<Duration> idleTimeout() {
        return idleTimeout;
    }

    /** How long a session lives at most, from its creation or last login; empty: for ever. */
    public Optional<Duration> absoluteTimeout() {
        return absoluteTimeout;
    }

    /** How often a session gets a new token without anybody logging in; empty: never. */
    public Optional<Duration> renewalInterval() {
        return renewalInterval;
    }

    /** How long a token renewed on the timer stays good after the new one was first seen. */
    public Duration renewalGrace() {
        return renewalGrace;
    }

    /** How often use is written to the store at most; empty: as {@link #touchEvery(Optional, boolean)} says. */
    public Optional<Duration> touchEvery() {
        return touchEvery;
    }

    /**
     * How often use of one session is written to the store at most.
     *
     * <p>If not configured: at every use where that costs nothing (the store is this heap), else once a minute or every 30th
     * part of the idle timeout, whichever is shorter. Never more than half of the session's idle timeout, or a session in
     * constant use would end.
     */
    Duration touchEvery(Optional<Duration> sessionIdleTimeout, boolean touchIsFree) {
        Duration wanted = touchEvery.orElseGet(() -> touchIsFree
                ? Duration.ZERO
                : sessionIdleTimeout
                        .map(idle -> shorter(ONE_MINUTE, part(idle, TOUCHES_PER_IDLE_TIMEOUT)))
                        .orElse(ONE_MINUTE));
        return sessionIdleTimeout.map(idle -> shorter(wanted, part(idle, 2))).orElse(wanted);
    }

    /** What happens when requests of one session run at the same time. */
    public ConflictPolicy onConflict() {
        return onConflict;
    }

    /** How often a commit tries to merge before it gives up. */
    public int tries() {
        return tries;
    }

    /** How long a request waits for its turn under {@link ConflictPolicy#EXCLUSIVE}. */
    public Duration exclusiveWait() {
        return exclusiveWait;
    }

    /** After how long the turn of a request whose process says nothing any more is free for the next one. */
    public Duration leaseLength() {
        return leaseLength;
    }

    /** What happens when a superseded token comes back. */
    public StaleTokenReaction onStaleToken() {
        return onStaleToken;
    }

    /** How many sessions one user may have at once; empty: any number. */
    public Optional<SessionLimit> sessionsPerPrincipal() {
        return sessionsPerPrincipal;
    }

    /**
     * All settings in effect, by name, as text that machines can read: durations in ISO 8601, {@code none} for no limit.
     *
     * <p>For start-up logs and audits (OWASP ASVS 5.0 7.1.1 asks that time-outs be documented).
     */
    public Map<String, String> describe() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("idleTimeout", text(idleTimeout));
        all.put("absoluteTimeout", text(absoluteTimeout));
        all.put("renewEvery", text(renewalInterval));
        all.put("renewalGrace", renewalGrace.toString());
        all.put("touchEvery", touchEvery.map(Duration::toString).orElse("automatic"));
        all.put("onConflict", onConflict.name());
        all.put("tries", Integer.toString(tries));
        all.put("exclusiveWait", exclusiveWait.toString());
        all.put("leaseLength", leaseLength.toString());
        all.put("onStaleToken", onStaleToken.name());
        all.put(
                "sessionsPerPrincipal",
                sessionsPerPrincipal.map(SessionLimit::toString).orElse("none"));
        return all;
    }

    @Override
    public String toString() {
        return "SessionPolicy" + describe();
    }

    private static String text(Optional<Duration> duration) {
        return duration.map(Duration::toString).orElse("none");
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** In whole milliseconds: {@code dividedBy} calculates with big decimals, which every request would pay for. */
    private static Duration part(Duration whole, int parts) {
        return Duration.ofMillis(whole.toMillis() / parts);
    }

    /** Collects settings and checks them together in {@link #build()}; not thread-safe. */
    public static final class Builder {
        private Optional<Duration> idleTimeout = Optional.of(Duration.ofMinutes(30));
        private Optional<Duration> absoluteTimeout = Optional.of(Duration.ofHours(24));
        private Optional<Duration> renewalInterval = Optional.empty();
        private Duration renewalGrace = Duration.ofSeconds(30);
        private Optional<Duration> touchEvery = Optional.empty();
        private ConflictPolicy onConflict = ConflictPolicy.MERGE;
        private int tries = 100;
        private Duration exclusiveWait = Duration.ofSeconds(15);
        private Duration leaseLength = Duration.ofSeconds(10);
        private StaleTokenReaction onStaleToken = StaleTokenReaction.REFUSE;
        private Optional<LimitAction> limitAction = Optional.empty();
        private int mostSessions;

        private Builder() {}

        /** How long a session may be unused; 1 ms to 100 years, default 30 minutes. */
        public Builder idleTimeout(Duration timeout) {
            this.idleTimeout = Optional.of(timeout);
            return this;
        }

        /** Sessions do not end by being unused. */
        public Builder withoutIdleTimeout() {
            this.idleTimeout = Optional.empty();
            return this;
        }

        /** How long a session lives at most, from its creation or last login; 1 ms to 100 years, default 24 hours. */
        public Builder absoluteTimeout(Duration timeout) {
            this.absoluteTimeout = Optional.of(timeout);
            return this;
        }

        /** Sessions in use live for ever. OWASP and NIST both advise against it. */
        public Builder withoutAbsoluteTimeout() {
            this.absoluteTimeout = Optional.empty();
            return this;
        }

        /** A new token at this interval while the session is in use; at least 1 second, default none. */
        public Builder renewEvery(Duration interval) {
            this.renewalInterval = Optional.of(interval);
            return this;
        }

        /** No renewal but at login and on request; the default. */
        public Builder withoutRenewalOnTimer() {
            this.renewalInterval = Optional.empty();
            return this;
        }

        /**
         * How long the old token stays good after a renewal on the timer was confirmed; 0 or more, default 30 seconds: longer
         * than a browser's slowest parallel request usually takes, short for a thief.
         */
        public Builder renewalGrace(Duration grace) {
            this.renewalGrace = grace;
            return this;
        }

        /** How often use is written at most; 0 (every use) or more. Default: see {@link SessionPolicy#touchEvery()}. */
        public Builder touchEvery(Duration interval) {
            this.touchEvery = Optional.of(interval);
            return this;
        }

        /** What happens when requests of one session run at the same time; default {@link ConflictPolicy#MERGE}. */
        public Builder onConflict(ConflictPolicy policy) {
            this.onConflict = policy;
            return this;
        }

        /**
         * How often a commit tries to merge before it gives up with a {@link SessionConflictException}; 1 to 10,000, default
         * 100: each failure means that another request succeeded, so this is how many others may pass one request.
         */
        public Builder tries(int count) {
            this.tries = count;
            return this;
        }

        /**
         * How long a request waits for its turn under {@link ConflictPolicy#EXCLUSIVE} before it gives up with a {@link
         * SessionBusyException}; 1 ms to 10 minutes, default 15 seconds: longer than a lease, so that who waits for a node
         * that died gets its turn and no error, and shorter than browsers and proxies wait.
         */
        public Builder exclusiveWait(Duration patience) {
            this.exclusiveWait = patience;
            return this;
        }

        /**
         * How long the turn of a request outlives the last word of its process; 3 seconds to 10 minutes, default 10 seconds.
         *
         * <p>It is renewed at each third while the request runs, so it says nothing of how long requests may take. Shorter means
         * that a crash blocks its session less; longer, that a process may stand still for longer before its request is
         * refused.
         */
        public Builder leaseLength(Duration length) {
            this.leaseLength = length;
            return this;
        }

        /** What happens when a superseded token comes back; default {@link StaleTokenReaction#REFUSE}. */
        public Builder onStaleToken(StaleTokenReaction reaction) {
            this.onStaleToken = reaction;
            return this;
        }

        /**
         * How many sessions one user may have at once, 1 or more, and what happens to one more; default no limit.
         *
         * <p>No limit, because the right number is the application's to know (OWASP ASVS 5.0 7.1.2 asks that it be decided and
         * documented), a wrong one logs people out, and a limit costs two or three round trips more at each login. Exact, also
         * for logins at the same time on several nodes; see {@code docs/sessions-of-a-user.md}. Wants a store with a {@link
         * dev.sojourn.store.PrincipalIndex}, and all nodes with the same limit.
         */
        public Builder sessionsPerPrincipal(int max, LimitAction action) {
            this.mostSessions = max;
            this.limitAction = Optional.of(action);
            return this;
        }

        /** Any number of sessions for each user; the default. */
        public Builder withoutSessionLimit() {
            this.limitAction = Optional.empty();
            return this;
        }

        /**
         * The policy.
         *
         * @throws IllegalArgumentException that names every setting out of its range
         */
        public SessionPolicy build() {
            List<String> problems = new ArrayList<>();
            idleTimeout.ifPresent(value -> inRange("idleTimeout", value, Duration.ofMillis(1), problems));
            absoluteTimeout.ifPresent(value -> inRange("absoluteTimeout", value, Duration.ofMillis(1), problems));
            renewalInterval.ifPresent(value -> inRange("renewEvery", value, Duration.ofSeconds(1), problems));
            inRange("renewalGrace", renewalGrace, Duration.ZERO, problems);
            touchEvery.ifPresent(value -> inRange("touchEvery", value, Duration.ZERO, problems));
            if (tries < 1 || tries > 10_000) {
                problems.add("tries must be 1 to 10000, was " + tries);
            }
            upTo10Minutes("exclusiveWait", exclusiveWait, Duration.ofMillis(1), problems);
            upTo10Minutes("leaseLength", leaseLength, Duration.ofSeconds(3), problems);
            if (limitAction.isPresent() && mostSessions < 1) {
                problems.add("sessionsPerPrincipal must be at least 1, was " + mostSessions);
            }
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
            return new SessionPolicy(this);
        }

        private static void upTo10Minutes(String name, Duration value, Duration least, List<String> problems) {
            if (value.compareTo(least) < 0 || value.compareTo(Duration.ofMinutes(10)) > 0) {
                problems.add(name + " must be " + least + " to PT10M, was " + value);
            }
        }

        private static void inRange(String name, Duration value, Duration least, List<String> problems) {
            if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
                problems.add(name + " must be " + least + " to " + LONGEST + ", was " + value);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many clients of a small web application, who count, look, log in and log out, and note what they see. Immutable.
 *
 * <p>The application is the one that {@code docs/checker.md} describes, which Sojourn's demo is: {@code POST /increment},
 * {@code POST /login}, {@code POST /logout}, {@code GET /api/session}. Clients are in groups that share one session, as the tabs
 * of a browser do, so that requests of one session run in parallel. Each request goes to the next target. What a client does is
 * chosen by the seed; how the clients' requests interleave is not.
 *
 * <p>Of a hundred steps 55 count, 29 look, 4 log in, 4 log out; 5 look with the cookie of a session that has been logged out,
 * 3 without a cookie. An answer that brings a new cookie is believed only after a look with that cookie has shown the same
 * session. A client that was refused waits for 10 milliseconds. At the end every session is looked at once more through each target. No token is noted, printed or put into an
 * exception.
 *
 * <p>With {@link Builder#exclusiveSections} 20 of the 55 count in an exclusive section: the client enters, stays for a while, and
 * leaves. The while is up to 8 milliseconds, one time in five up to 400, and one time in fifty longer than a lease. When it
 * certainly had the session is noted.
 *
 * <p>Threads: one for each client, which ends with {@link #run}, and those of the HTTP client, which end some seconds later;
 * all are daemons.
 */
public final class Workload {
    private final SubjectSettings subject;
    private final int clients;
    private final int clientsPerSession;
    private final long seed;
    private final Duration duration;
    private final boolean exclusiveSections;
    private final Duration leaseLength;

    private Workload(Builder builder) {
        this.subject = new SubjectSettings(
                builder.targets, builder.requestTimeout, builder.cookieNames, builder.nodeHeader, builder.password);
        this.clients = builder.clients;
        this.clientsPerSession = builder.clientsPerSession;
        this.seed = builder.seed;
        this.duration = builder.duration;
        this.exclusiveSections = builder.exclusiveSections;
        this.leaseLength = builder.leaseLength;
    }

    /** Starts with 8 clients in groups of 4, for 10 seconds. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Runs all clients until the time is over, and has them look at every session at the end. Blocks.
     *
     * <p>An interrupt ends the clients early, and is still set afterwards.
     *
     * @throws IllegalStateException if a client failed for a reason that is not the system's
     */
    public void run(History history) {
        Subject application = new Subject(subject);
        ExclusiveSections sections = new ExclusiveSections(exclusiveSections, leaseLength, application, history);
        ExecutorService threads = Executors.newFixedThreadPool(clients, DaemonThreads.named("workload-client-"));
        List<Party> parties = new ArrayList<>();
        List<Future<?>> running = new ArrayList<>();
        long end = System.nanoTime() + duration.toNanos();
        for (int client = 0; client < clients; client++) {
            if (client % clientsPerSession == 0) {
                parties.add(new Party("s" + parties.size()));
            }
            Party party = parties.get(parties.size() - 1);
            running.add(threads.submit(new WorkloadClient(client, seed, application, party, sections, end)));
        }
        boolean interrupted = await(running, threads);
        LastLook last = new LastLook(application, history, subject.targets().size());
        parties.forEach(last::at);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until all clients have ended, and answers whether it was interrupted meanwhile. */
    private static boolean await(List<Future<?>> running, ExecutorService threads) {
        boolean interrupted = false;
        threads.shutdown();
        while (true) {
            try {
                for (Future<?> client : running) {
                    client.get();
                }
                return interrupted;
            } catch (InterruptedException stop) {
                interrupted = true;
                threads.shutdownNow();
            } catch (ExecutionException failed) {
                threads.shutdownNow();
                throw new IllegalStateException("a client of the workload failed", failed.getCause());
            }
        }
    }

    /** Collects what a {@link Workload} needs; not thread-safe. */
    public static final class Builder {
        private List<URI> targets = List.of();
        private int clients = 8;
        private int clientsPerSession = 4;
        private long seed = 1;
        private Duration duration = Duration.ofSeconds(10);
        private Duration requestTimeout = Duration.ofSeconds(5);
        private List<String> cookieNames = List.of("sid", "__Host-sid");
        private String nodeHeader = "X-Node";
        private String password = "";
        private boolean exclusiveSections;
        private Duration leaseLength = Duration.ZERO;

        private Builder() {}

        /** Where the application is: the servers, or a proxy before them. Requests go to one after the other. */
        public Builder targets(List<URI> all) {
            this.targets = List.copyOf(all);
            return this;
        }

        /** How many clients there are, each with one request at a time; default 8. */
        public Builder clients(int number) {
            this.clients = number;
            return this;
        }

        /** How many clients share one session; default 4. */
        public Builder clientsPerSession(int number) {
            this.clientsPerSession = number;
            return this;
        }

        /** What the choices of the clients come from; default 1. */
        public Builder seed(long number) {
            this.seed = number;
            return this;
        }

        /** How long clients begin new requests; default 10 seconds. */
        public Builder duration(Duration time) {
            this.duration = time;
            return this;
        }

        /** After how long a client gives a request up, and does not know what came of it; default 5 seconds. */
        public Builder requestTimeout(Duration time) {
            this.requestTimeout = time;
            return this;
        }

        /** What the session's cookie may be called; default {@code sid} and {@code __Host-sid}. */
        public Builder cookieNames(List<String> names) {
            this.cookieNames = List.copyOf(names);
            return this;
        }

        /** The header in which an answer names its server, for reports only; default {@code X-Node}. Without it: the target. */
        public Builder nodeHeader(String name) {
            this.nodeHeader = name;
            return this;
        }

        /** What logins send in the form field {@code password}, for every user the same; by default there is no such field. */
        public Builder password(String text) {
            this.password = text;
            return this;
        }

        /**
         * Clients enter exclusive sections as well; by default they do not. The targets must be the servers themselves.
         *
         * <p>A section whose end was acknowledged was held until then. Any other one is only known to have been held while it had
         * been asked for less than {@link #leaseLength} ago.
         */
        public Builder exclusiveSections() {
            this.exclusiveSections = true;
            return this;
        }

        /**
         * For how long a server that got a session for itself has it at least, whatever becomes of the server and of its answers; by
         * default that is not known, and sections without a clear end are not noted.
         */
        public Builder leaseLength(Duration time) {
            this.leaseLength = time;
            return this;
        }

        /**
         * The workload.
         *
         * @throws IllegalArgumentException naming all settings that are missing or out of range
         */
        public Workload build() {
            List<String> problems = new ArrayList<>();
            require(problems, !targets.isEmpty(), "targets must not be empty");
            require(problems, clients >= 1, "clients must be at least 1, was " + clients);
            require(problems, clientsPerSession >= 1, "clientsPerSession must be at least 1, was " + clientsPerSession);
            require(problems, isPositive(duration), "duration must be positive, was " + duration);
            require(problems, isPositive(requestTimeout), "requestTimeout must be positive, was " + requestTimeout);
            require(problems, !cookieNames.isEmpty(), "cookieNames must not be empty");
            require(problems, !leaseLength.isNegative(), "leaseLength must not be negative, was " + leaseLength);
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
            return new Workload(this);
        }

        private static boolean isPositive(Duration time) {
            return !time.isNegative() && !time.isZero();
        }

        private static void require(List<String> problems, boolean kept, String otherwise) {
            if (!kept) {
                problems.add(otherwise);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/** Clients of a simulated system, whose requests overlap, get lost and come late; the same at each run with one seed. */
final class Simulation {
    private static final int CLIENTS = 6;
    private static final int CLIENTS_PER_SESSION = 3;
    private static final int STEPS_PER_CLIENT = 300;
    private static final int LONGEST = 100;
    private static final long MICRO = 1_000;

    private final Random random;
    private final SimulatedSystem system;
    private final History history = new History();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Group> groups = new ArrayList<>();
    private long now;
    private long order;

    Simulation(long seed, SimulatedSystem.Bug bug) {
        random = new Random(seed);
        system = new SimulatedSystem(bug, random);
        for (int client = 0; client < CLIENTS; client++) {
            if (client % CLIENTS_PER_SESSION == 0) {
                groups.add(new Group("g" + groups.size()));
            }
            Group group = groups.get(groups.size() - 1);
            String name = "c" + client;
            at(random.nextInt(LONGEST), () -> step(name, group, STEPS_PER_CLIENT));
        }
    }

    /** At this moment a replica takes over that lags so much. */
    Simulation failOver(long moment, long lag) {
        at(moment - lag, system::takeSnapshot);
        at(moment, system::failOver);
        history.fault("failover", (moment - lag) * MICRO, moment * MICRO);
        return this;
    }

    History run() {
        for (Event next = events.poll(); next != null; next = events.poll()) {
            now = next.moment;
            next.action.run();
        }
        return history;
    }

    private void step(String client, Group group, int left) {
        if (left == 0) {
            return;
        }
        Intent intent = group.choose(client);
        boolean answered = random.nextInt(20) > 0;
        boolean happens = answered || random.nextBoolean();
        long from = now;
        int token = group.token(intent.session());
        long effect = from + 1 + random.nextInt(LONGEST);
        long to = effect + 1 + random.nextInt(LONGEST);
        Answer[] answer = {Answer.unknown("n", "lost")};
        SimulatedSystem.Entry[] before = new SimulatedSystem.Entry[1];
        if (happens) {
            at(from + (effect - from) / 2, () -> before[0] = system.read(intent.session()));
            long late = answered ? effect : effect + random.nextInt(5 * LONGEST);
            at(late, () -> {
                Answer given = system.apply(intent, token, before[0]);
                answer[0] = answered ? given : answer[0];
            });
        }
        at(to, () -> {
            group.learn(intent, answer[0]);
            history.add(new Operation(intent, new Span(from * MICRO, to * MICRO), answer[0]));
            at(to + 1 + random.nextInt(LONGEST / 4), () -> step(client, group, left - 1));
        });
    }

    private void at(long moment, Runnable action) {
        events.add(new Event(moment, order++, action));
    }

    /** Clients that share a session; a group asks for nothing more while its first increment is under way. */
    private final class Group {
        private final String name;
        private final Map<String, Integer> tokens = new HashMap<>();
        private int sessions;
        private boolean begun;
        private boolean beginning;
        private boolean changing;

        Group(String name) {
            this.name = name;
        }

        int token(String label) {
            return tokens.getOrDefault(label, 0);
        }

        Intent choose(String client) {
            int choice = random.nextInt(100);
            String label = name + "-" + sessions;
            if (!begun) {
                if (beginning) {
                    return Intent.read(client, lastOne());
                }
                beginning = true;
                return Intent.increment(client, label);
            }
            if (choice < 6 && !changing) {
                changing = true;
                return choice < 3 ? Intent.logout(client, label) : Intent.login(client, label, label);
            }
            if (choice < 12) {
                return Intent.read(client, lastOne());
            }
            return choice < 50 ? Intent.read(client, label) : Intent.increment(client, label);
        }

        private String lastOne() {
            return sessions == 0 ? Intent.NO_COOKIE : name + "-" + (sessions - 1);
        }

        void learn(Intent intent, Answer answer) {
            if (!intent.session().equals(name + "-" + sessions)) {
                return;
            }
            boolean ok = answer.outcome() == Answer.Outcome.OK;
            if (!begun) {
                beginning = false;
                begun = ok;
            } else if (intent.isPrivilegeChange()) {
                changing = false;
                tokens.merge(intent.session(), ok && intent.kind() == Intent.Kind.LOGIN ? 1 : 0, Integer::sum);
            }
            boolean refused = answer.outcome() == Answer.Outcome.NO_SESSION && !changing;
            boolean over = intent.isPrivilegeChange() && (!ok || intent.kind() == Intent.Kind.LOGOUT);
            if (refused || over || !begun) {
                sessions++;
                begun = false;
                changing = false;
            }
        }
    }

    /**
     * Something that happens.
     *
     * @param moment when
     * @param order what comes first of two at one moment
     * @param action what
     */
    private record Event(long moment, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byMoment = Long.compare(moment, other.moment);
            return byMoment != 0 ? byMoment : Long.compare(order, other.order);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.model;

import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.FaultyStore;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.TokenScanner;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Random programs of requests, on two nodes with one store, which must come out as a small model says; to be run on top of any
 * store: extend it, and give connections.
 *
 * <p>A program opens requests, reads, sets, adds, removes, logs in, renews, logs out, and commits them in any order; it lets time pass,
 * loses answers, fails before and after a verb of the store, drops requests as a crash does, changes and ends sessions from
 * outside. After each step everything is compared: what the request sees, how the commit ends, which token the browser is sent, what
 * is stored; and in the end, that of each session one end was told. In one program of five the nodes have an end listener, and end sessions
 * in the way that needs, if the store can.
 *
 * <p>The same programs at each run. {@code -Dmodel.sequences=10000} runs more, up to 20,000, {@code -Dmodel.from=5000} others. What fails is first made
 * shorter; the message holds the program and its seed, and {@code -Dmodel.seed=17} runs that one alone.
 */
public abstract class SessionModelContract {
    private static final int NODES = 2;

    /** Programs provoke warnings; what is logged is looked at and not shown. */
    @RegisterExtension
    final TokenScanner scanner = new TokenScanner();

    /** For subclasses. */
    protected SessionModelContract() {}

    /** A new connection to the store of this test, without sessions at first, on this clock. It is closed after the test. */
    protected abstract SessionStore connect(InstantSource clock);

    /** What a node puts before its connection, such as a near cache; by default nothing. It closes the connection. */
    protected SessionStore before(SessionStore connection, InstantSource clock) {
        return connection;
    }

    /** Lets the node of this number, from 0, forget all copies; by default it has none. */
    protected void forgetCopies(int node) {}

    /** How many programs are run if nothing else is said: as many as take a second or two. */
    protected int sequences() {
        return 1_000;
    }

    /** C, S1, S2, G21-147, faults 1 to 4, 26, 30 and 31: whatever requests do, and in whatever order, the model is right. */
    @Test
    public void random_programs_come_out_as_the_model_says() {
        scanner.expectWarnings();
        long only = Long.getLong("model.seed", -1);
        long first = only >= 0 ? only : Long.getLong("model.from", 0);
        long count = only >= 0 ? 1 : Integer.getInteger("model.sequences", sequences());
        try (Stage stage = stage()) {
            Rehearsal rehearsal = new Rehearsal(stage);
            for (long seed = first; seed < first + count; seed++) {
                rehearsal.run(seed);
            }
        }
    }

    private Stage stage() {
        ManualClock clock = ManualClock.create();
        List<Stage.Node> nodes = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            SessionStore connection = connect(clock);
            FaultyStore faults = new FaultyStore(connection);
            nodes.add(new Stage.Node(connection, faults, before(faults, clock)));
        }
        return new Stage(clock, List.copyOf(nodes), this::forgetCopies);
    }
}

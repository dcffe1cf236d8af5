// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The log of a run: what each client asked, when, and what it was answered. Thread-safe.
 *
 * <p>Its clock counts nanoseconds from its creation and only goes forward, so all clients of one history are in one process.
 * Can be kept as a file of JSON lines and checked by another process; {@code docs/checker.md} describes the lines. Holds public
 * ids and invented user names, never a token.
 */
public final class History {
    private final long origin = System.nanoTime();
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final Queue<EndNotice> endNotices = new ConcurrentLinkedQueue<>();
    private final Queue<Section> sections = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean expectsEndNotices = new AtomicBoolean();

    /** An empty history, whose clock starts now. */
    public History() {}

    /** The moment on this history's clock, in nanoseconds. */
    public long now() {
        return System.nanoTime() - origin;
    }

    /** A client is about to ask this. To be called before anything is sent, and before the client chooses its cookie. */
    public Pending begin(Intent intent) {
        return new Pending(intent, now());
    }

    /** Adds what is known already. */
    public void add(Operation operation) {
        operations.add(operation);
    }

    /** Within this time, acknowledged writes may have been lost because of this. */
    public void fault(String kind, long fromNanos, long toNanos) {
        faults.add(new Fault(kind, new Span(fromNanos, toNanos)));
    }

    /** The system told that a session ended: as a listener on one of its nodes heard it. */
    public void ended(String id, String node, String reason) {
        add(new EndNotice(id, node, reason, now()));
    }

    /** Adds what is known already. */
    public void add(EndNotice notice) {
        endNotices.add(notice);
    }

    /** Every end is told to this history: one that was acknowledged and not told is a violation. */
    public void expectEndNotices() {
        expectsEndNotices.set(true);
    }

    /**
     * Within this time a client certainly had an exclusive session: from when it knew that it had entered until just before it asked
     * to leave.
     */
    public void exclusive(String client, String session, long fromNanos, long toNanos) {
        add(new Section(session, client, fromNanos, new Span(fromNanos, toNanos), Answer.Outcome.OK));
    }

    /** Adds what is known already. */
    public void add(Section section) {
        sections.add(section);
    }

    /** All operations that have ended, by the moment at which they began. */
    public List<Operation> operations() {
        return operations.stream()
                .sorted(Comparator.comparingLong(operation -> operation.span().from()))
                .toList();
    }

    /** All faults, in the order in which they were told. */
    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** All ends that were told, in the order in which they were. */
    public List<EndNotice> endNotices() {
        return List.copyOf(endNotices);
    }

    /** Whether every end is told to this history. */
    public boolean expectsEndNotices() {
        return expectsEndNotices.get();
    }

    /** All times in which an exclusive session was held, in the order in which they were told. */
    public List<Section> sections() {
        return List.copyOf(sections);
    }

    /**
     * Writes one line for each operation, fault, notice and section.
     *
     * @throws IOException if the file cannot be written
     */
    public void write(Path file) throws IOException {
        HistoryFile.write(this, file);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the file cannot be read, or a line is none of a history
     */
    public static History read(Path file) throws IOException {
        return HistoryFile.read(file);
    }

    /** The number of operations and faults. */
    @Override
    public String toString() {
        return "History[" + operations.size() + " operations, " + faults.size() + " faults]";
    }

    /** An operation that has begun. Ends once; thread-safe. */
    public final class Pending {
        private final Intent intent;
        private final long from;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Pending(Intent intent, long from) {
            this.intent = intent;
            this.from = from;
        }

        /**
         * The client has this answer, or gave up.
         *
         * @throws IllegalStateException if it has ended before
         */
        public void end(Answer answer) {
            if (!ended.compareAndSet(false, true)) {
                throw new IllegalStateException("this operation has ended already: " + intent);
            }
            add(new Operation(intent, new Span(from, now()), answer));
        }
    }
}

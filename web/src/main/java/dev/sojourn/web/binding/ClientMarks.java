// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.binding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a session keeps of the client that logged in: for each signal the marks of its words. Immutable.
 *
 * <p>A mark is 16 bits of a salted SHA-256. That is enough to notice a change (one in 65,536 goes unseen) and too little to
 * say which of the 16 million IPv4 networks it was. The few families of browsers can of course be told from their marks by
 * trying all. The salt, 4 bytes of its own for each binding, keeps the same client from having the same marks in two sessions.
 *
 * <p>As text it is base64url of: format 1, salt, and for each signal 2 bytes that stand for its name, the number of marks, and
 * the marks with 2 bytes each.
 */
final class ClientMarks {
    static final int SALT_BYTES = 4;

    private static final byte FORMAT = 1;
    private static final int MOST_WORDS = 8;
    private static final int HALF = 2;

    private final byte[] salt;
    private final Map<Short, Set<Short>> bySignal;

    private ClientMarks(byte[] salt, Map<Short, Set<Short>> bySignal) {
        this.salt = salt;
        this.bySignal = bySignal;
    }

    /** The marks of what a request says. */
    static ClientMarks of(List<BindingSignal> signals, Map<BindingSignal, Set<String>> said, byte[] salt) {
        Map<Short, Set<Short>> bySignal = new LinkedHashMap<>();
        signals.forEach(signal -> bySignal.put(idOf(signal), marks(signal, said.getOrDefault(signal, Set.of()), salt)));
        return new ClientMarks(salt.clone(), bySignal);
    }

    /** Reads what {@link #text()} wrote; empty if it is something else. */
    static Optional<ClientMarks> parse(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() <= SALT_BYTES || bytes.get() != FORMAT) {
                return Optional.empty();
            }
            byte[] salt = new byte[SALT_BYTES];
            bytes.get(salt);
            Map<Short, Set<Short>> bySignal = new LinkedHashMap<>();
            while (bytes.hasRemaining()) {
                short id = bytes.getShort();
                Set<Short> marks = new TreeSet<>();
                for (int count = bytes.get(); count > 0; count--) {
                    marks.add(bytes.getShort());
                }
                bySignal.put(id, marks);
            }
            return Optional.of(new ClientMarks(salt, bySignal));
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException notOurs) {
            return Optional.empty();
        }
    }

    String text() {
        int marks = bySignal.values().stream().mapToInt(Set::size).sum();
        int size = 1 + SALT_BYTES + bySignal.size() * (Short.BYTES + 1) + marks * Short.BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(size).put(FORMAT).put(salt);
        bySignal.forEach((id, all) -> {
            bytes.putShort(id).put((byte) all.size());
            all.forEach(bytes::putShort);
        });
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** The marks that these words have beside the others here. */
    ClientMarks alike(List<BindingSignal> signals, Map<BindingSignal, Set<String>> said) {
        return of(signals, said, salt);
    }

    /** How much of the signal's weight the difference to others (which are {@link #alike}) makes; 0 for signals not here. */
    int difference(BindingSignal signal, ClientMarks others) {
        short id = idOf(signal);
        Set<Short> before = bySignal.get(id);
        Set<Short> now = others.bySignal.get(id);
        if (before == null || now == null || before.equals(now)) {
            return 0;
        }
        if (before.isEmpty() || now.isEmpty()) {
            return signal.weight() / HALF;
        }
        Set<Short> either = new TreeSet<>(before);
        either.addAll(now);
        Set<Short> both = new TreeSet<>(before);
        both.retainAll(now);
        return signal.weight() * (either.size() - both.size()) / either.size();
    }

    /** What stands for a signal's name; that of another signal may be the same, which whoever chooses signals must check. */
    static short idOf(BindingSignal signal) {
        return (short) signal.name().hashCode();
    }

    private static Set<Short> marks(BindingSignal signal, Set<String> words, byte[] salt) {
        Set<Short> marks = new TreeSet<>();
        words.stream().sorted().limit(MOST_WORDS).forEach(word -> marks.add(mark(signal.name(), word, salt)));
        return marks;
    }

    private static short mark(String name, String word, byte[] salt) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            digest.update((name + '\n' + word).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest.digest()).getShort();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", impossible);
        }
    }
}

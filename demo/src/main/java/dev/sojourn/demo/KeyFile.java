// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.seal.SealingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/** A file with a sealing key in base64, which nobody but its owner may read. */
final class KeyFile {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /** Enough for the longest key with white space around it, and little to read of a file that is none. */
    private static final int LONGEST = 256;

    private KeyFile() {}

    /**
     * The key in the file, which is made with a new one if it is not there. One caller at a time.
     *
     * @throws UnusableStoreException if it cannot be read or made, others can read it, or it holds no good key
     */
    static SealingKey readOrMake(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return read(file);
        } catch (IOException refused) {
            throw new UnusableStoreException("the key file " + file + " cannot be read or made");
        }
    }

    /** In one step, so that a crash leaves no half of a key. A temporary file is its owner's alone from the beginning. */
    private static void make(Path file) throws IOException {
        byte[] key = new byte[SealingKey.SHORTEST];
        new SecureRandom().nextBytes(key);
        Path unfinished = Files.createTempFile(file.resolveSibling("."), "key-", ".tmp");
        try {
            Files.writeString(unfinished, Base64.getEncoder().encodeToString(key) + "\n", StandardCharsets.US_ASCII);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static SealingKey read(Path file) throws IOException {
        if (isPosix(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new UnusableStoreException("the key file " + file
                    + " is open to others: chmod 600 it, or delete it if somebody may have read it");
        }
        if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
            throw new UnusableStoreException("the key file " + file + " holds no key");
        }
        try {
            return SealingKey.ofBase64(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException weak) {
            throw new UnusableStoreException("the key file " + file + ": " + weak.getMessage());
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Takes the server's executable out of the jar that Maven downloaded.
 *
 * <p>Once for each user and content: the file is named by its hash, is moved into place in one step, and its bytes are checked
 * before they are used again. So JVMs may do this at the same time, and nobody can put another program there.
 */
final class BundledRedis {

    private static final int HASH_CHARACTERS = 16;

    private BundledRedis() {}

    /** Whether there is one for this system: not for Windows, which has no SIGSTOP either. */
    static boolean runsHere() {
        return resourceName().isPresent();
    }

    /** The path of the executable. */
    static Path unpack() {
        try {
            byte[] content = content(resourceName().orElseThrow());
            String hash = sha256(content);
            Path directory = Path.of(
                    System.getProperty("java.io.tmpdir"), "sojourn-test-servers-" + System.getProperty("user.name"));
            Files.createDirectories(directory);
            Path file = directory.resolve("redis-server-" + hash.substring(0, HASH_CHARACTERS));
            if (!Files.isExecutable(file) || !sha256(Files.readAllBytes(file)).equals(hash)) {
                Path fresh = Files.createTempFile(directory, "redis-server", ".new");
                Files.write(fresh, content);
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("r-x------"));
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("the bundled Redis server cannot be unpacked", e);
        }
    }

    /** The resource for this system; empty if the jar has none. */
    private static Optional<String> resourceName() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        if (system.startsWith("linux")) {
            return Optional.of(arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64");
        }
        if (system.startsWith("mac")) {
            return Optional.of(arm ? "redis-server-6.2.6-v5-darwin-arm64" : "redis-server-6.2.6-v5-darwin-amd64");
        }
        return Optional.empty();
    }

    private static byte[] content(String resource) throws IOException {
        try (InputStream in = BundledRedis.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                throw new IOException("embedded-redis brings no " + resource);
            }
            return in.readAllBytes();
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A folder with a server that Maven downloaded in a jar, unpacked once for each user and version.
 *
 * <p>It is filled beside its place and moved there in one step, so JVMs may do this at the same time. It lies in a folder that
 * only its owner can enter.
 */
final class BundledFolder {

    private BundledFolder() {}

    /** The folder of this name, filled now if it is not there. */
    static Path of(String name, Filling filling) {
        try {
            Path home = home();
            Path folder = home.resolve(name);
            if (!Files.isDirectory(folder)) {
                Path fresh = Files.createTempDirectory(home, name + "-");
                filling.fill(fresh);
                moveUnlessThere(fresh, folder);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be unpacked", e);
        }
    }

    private static Path home() throws IOException {
        String user = System.getProperty("user.name");
        Path home = Path.of(System.getProperty("java.io.tmpdir"), "sojourn-test-folders-" + user);
        if (!Files.isDirectory(home)) {
            Files.createDirectories(
                    home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        if (!Files.getOwner(home).getName().equals(user)) {
            throw new IOException(home + " belongs to somebody else");
        }
        return home;
    }

    private static void moveUnlessThere(Path fresh, Path folder) throws IOException {
        try {
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException anotherWasFirst) {
            Directories.delete(fresh);
        }
    }

    /** Puts the files into an empty folder. */
    @FunctionalInterface
    interface Filling {
        void fill(Path folder) throws IOException;
    }
}

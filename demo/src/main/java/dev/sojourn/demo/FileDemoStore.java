// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.store.SessionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.TypeConversionException;

/**
 * In a file that one server alone has open: H2 on disk.
 *
 * @param name what was typed, with {@value #SCHEME} before the path
 * @param path absolute, and without the suffix that H2 gives its file
 */
record FileDemoStore(String name, Path path) implements DemoStore {
    static final String SCHEME = "file:";

    private static final String SUFFIX = ".mv.db";

    /**
     * A write is in the file before it is acknowledged, so that a killed server loses none. The end of the JVM closes nothing: the
     * demo does, when its last requests are through. And no trace file, into which H2 would write values.
     */
    private static final String SETTINGS = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";

    static FileDemoStore parse(String name) {
        String typed = name.substring(SCHEME.length());
        if (typed.isEmpty() || typed.endsWith("/")) {
            throw new TypeConversionException("file: needs the path of a file, such as file:sessions");
        }
        if (typed.contains(";")) {
            throw new TypeConversionException("H2 takes what follows a ; for settings: choose a path without it");
        }
        return new FileDemoStore(name, TypedPath.of(typed));
    }

    /** With the file's real name, so that one can find it. */
    @Override
    public String label() {
        return SCHEME + file();
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public boolean tellsChanges() {
        return false;
    }

    @Override
    public SessionStore open(boolean nearCache) {
        prepare();
        return new DemoDatabase("jdbc:h2:file:" + path + SETTINGS, label(), true).open(true, false);
    }

    /** H2 would open a file that cannot be written for reading only, and fail with the first session. */
    private void prepare() {
        Path folder = path.resolveSibling(".").normalize();
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
        } catch (IOException refused) {
            throw new UnusableStoreException(label() + ": its folder cannot be created");
        }
        if (Files.isDirectory(path)) {
            throw new UnusableStoreException(SCHEME + path + " is a folder: name a file in it");
        }
        if (!Files.isWritable(folder) || (Files.exists(file()) && !Files.isWritable(file()))) {
            throw new UnusableStoreException(label() + " cannot be written");
        }
    }

    private Path file() {
        return path.resolveSibling(path.getFileName() + SUFFIX);
    }
}

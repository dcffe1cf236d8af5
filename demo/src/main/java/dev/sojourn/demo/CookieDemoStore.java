// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.seal.KeyRing;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.cookie.SealedCookieStore;
import java.nio.file.Path;
import picocli.CommandLine.TypeConversionException;

/**
 * In the browsers' cookies, sealed with a key from a file. A database beside that file, which one server alone has open,
 * remembers which sessions have ended, so that a copy of a cookie does not outlive the logout.
 *
 * @param name what was typed
 * @param keyFile absolute
 */
record CookieDemoStore(String name, Path keyFile) implements DemoStore {
    static final String NAME = "cookie";
    static final String SCHEME = "cookie:";

    private static final String USUAL_KEY_FILE = "sojourn-demo.key";

    static boolean isNamedBy(String name) {
        return name.equals(NAME) || name.startsWith(SCHEME);
    }

    static CookieDemoStore parse(String name) {
        String typed = name.equals(NAME) ? USUAL_KEY_FILE : name.substring(SCHEME.length());
        if (typed.isEmpty() || typed.endsWith("/") || typed.contains(";")) {
            throw new TypeConversionException(
                    "cookie: needs the path of a file without ; such as cookie:" + USUAL_KEY_FILE);
        }
        return new CookieDemoStore(name, TypedPath.of(typed));
    }

    @Override
    public String label() {
        return SCHEME + keyFile;
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
    public boolean isWithServers() {
        return false;
    }

    /** The database first: who has it open is the only one who may make the key. */
    @Override
    public SessionStore open(boolean nearCache) {
        Path ended = keyFile.resolveSibling(keyFile.getFileName() + ".ended");
        SessionStore revocation = new FileDemoStore(FileDemoStore.SCHEME + ended, ended).open(false);
        try {
            return SealedCookieStore.builder(KeyRing.of(KeyFile.readOrMake(keyFile)))
                    .application("sojourn-demo")
                    .revocation(revocation)
                    .build();
        } catch (RuntimeException unusable) {
            revocation.close();
            throw unusable;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * W42, ASVS 11.2.4: how long it takes to refuse a wrong secret does not say how much of it is right.
 *
 * <p>Read from the compiled code: what a stop watch shows of it on a busy machine is noise. Where secrets are compared,
 * {@link java.security.MessageDigest#isEqual} does it, and nothing that stops at the first difference is called.
 */
class ConstantTimeTest {

    /** The classes that hold secrets, each with the method that compares them. */
    private static final Map<String, String> COMPARING = Map.of(
            "dev.sojourn.SessionToken", "equals",
            "dev.sojourn.SigningKeys", "signerOf",
            "dev.sojourn.seal.SealingKey", "hasSameBytesAs",
            "dev.sojourn.web.csrf.MaskedToken", "matches");

    private static final Pattern STOPS_EARLY =
            Pattern.compile("java\\.util\\.Arrays\\.(equals|compare\\w*|mismatch|deepEquals)"
                    + "|java\\.util\\.Objects\\.(equals|deepEquals)"
                    + "|java\\.lang\\.String\\.(equals\\w*|compareTo\\w*|contentEquals|regionMatches|startsWith|endsWith)"
                    + "|java\\.nio\\.ByteBuffer\\.(equals|compareTo|mismatch)");

    /** The mask of a form token is no secret: it is sent with it. */
    private static final Set<String> NO_SECRET = Set.of("dev.sojourn.web.csrf.MaskedToken java.util.Arrays.equals");

    @Test
    void secrets_are_compared_in_constant_time_only() {
        Set<String> comparing = new TreeSet<>();
        Set<String> early = new TreeSet<>();
        for (JavaClass type : classes()) {
            CompiledClasses.accesses(type).forEach(access -> {
                String target = targetOf(access);
                if (target.equals("java.security.MessageDigest.isEqual")) {
                    comparing.add(type.getName() + "." + access.getOrigin().getName());
                }
                if (STOPS_EARLY.matcher(target).matches() && !NO_SECRET.contains(type.getName() + " " + target)) {
                    early.add(access.getDescription());
                }
            });
        }
        Set<String> wanted = new TreeSet<>();
        COMPARING.forEach((type, method) -> wanted.add(type + "." + method));

        assertEquals(wanted, comparing);
        assertEquals(Set.of(), early);
    }

    /** The hash in a record is four numbers: they are joined before anything is decided. */
    @Test
    void hashes_of_secrets_are_compared_as_a_whole() {
        String source = Project.read(Project.ROOT.resolve("core/src/main/java/dev/sojourn/store/SecretHash.java"));
        int start = source.indexOf("public boolean equals");
        String body = source.substring(start, source.indexOf("}", start));
        assertTrue(body.contains("instanceof SecretHash"), body);
        assertEquals(1, body.split("&&", -1).length - 1, "only the type is decided before");
        assertEquals(1, body.split("==", -1).length - 1, "one comparison for all four");
        assertEquals(0, body.split("\\|\\||\\?", -1).length - 1, "no branch");
    }

    private static List<JavaClass> classes() {
        List<JavaClass> found = CompiledClasses.ofPublishedModules().stream()
                .filter(type -> COMPARING.containsKey(type.getName()))
                .toList();
        assertEquals(COMPARING.size(), found.size(), "a class is gone or renamed");
        return found;
    }

    private static String targetOf(JavaAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getTarget().getName();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Time, chance, threads and the console come from outside; Java serialisation has one door. */
class ForbiddenCallsTest {

    private static final Pattern WALL_CLOCK = Pattern.compile(
            "java\\.time\\.(Instant|LocalDate|LocalDateTime|LocalTime|OffsetDateTime|ZonedDateTime|Year|YearMonth)\\.now"
                    + "|java\\.time\\.Clock\\.(system.*|tick.*)"
                    + "|java\\.lang\\.System\\.currentTimeMillis"
                    + "|java\\.util\\.(Date|GregorianCalendar)\\.<init>\\(\\)");
    private static final Pattern SYSTEM_CLOCK_SOURCE = Pattern.compile("java\\.time\\.InstantSource\\.system");
    private static final Pattern WEAK_CHANCE = Pattern.compile("java\\.util\\.Random\\.<init>"
            + "|java\\.util\\.SplittableRandom\\.<init>"
            + "|java\\.util\\.concurrent\\.ThreadLocalRandom\\.current"
            + "|java\\.lang\\.Math\\.random"
            + "|java\\.util\\.UUID\\.randomUUID");
    private static final Pattern SLEEP = Pattern.compile("java\\.lang\\.Thread\\.sleep");
    private static final Pattern CONSOLE =
            Pattern.compile("java\\.lang\\.System\\.(out|err)|java\\.lang\\.Throwable\\.printStackTrace\\(\\)");
    private static final Pattern SERIALIZED_OBJECTS = Pattern.compile("java\\.io\\.ObjectInputStream\\..*");
    private static final Pattern FILES = Pattern.compile("java\\.nio\\.file\\.Files\\..*"
            + "|java\\.nio\\.channels\\.(Asynchronous)?FileChannel\\..*"
            + "|java\\.io\\.(File(Input|Output)Stream|FileReader|FileWriter|RandomAccessFile)\\..*");
    private static final Pattern EXIT =
            Pattern.compile("java\\.lang\\.System\\.exit|java\\.lang\\.Runtime\\.(exit|halt)");

    @Test
    void published_modules_do_not_read_the_wall_clock() {
        assertNoAccess(WALL_CLOCK, access -> false, "inject an InstantSource");
    }

    @Test
    void the_system_clock_is_only_a_default_that_can_be_replaced() {
        assertNoAccess(
                SYSTEM_CLOCK_SOURCE,
                access -> isInBuilder(access) || isFactoryThatAlsoTakesAClock(access) || isTestOfRealThreads(access),
                "only a builder, or a factory with an overload that takes a clock, chooses it");
    }

    @Test
    void published_modules_use_no_weak_chance() {
        assertNoAccess(WEAK_CHANCE, access -> false, "inject the SecureRandom");
    }

    @Test
    void published_modules_do_not_sleep() {
        assertNoAccess(SLEEP, access -> false, "wait for a condition with a timeout");
    }

    @Test
    void published_modules_do_not_print() {
        assertNoAccess(CONSOLE, access -> false, "use System.Logger");
    }

    @Test
    void published_modules_do_not_end_the_process() {
        assertNoAccess(EXIT, access -> false, "throw an exception");
    }

    /** W32: only the codec that is made for it, with its list of allowed classes. */
    @Test
    void only_the_codec_made_for_it_reads_serialized_objects() {
        assertNoAccess(
                SERIALIZED_OBJECTS,
                access -> access.getOriginOwner().getName().equals("dev.sojourn.codec.AllowedObjectInput"),
                "Java serialisation has one door");
    }

    /** W28, W33: no id becomes the name of a file, and no session is read from one that somebody could have put there. */
    @Test
    void published_modules_read_and_write_no_files() {
        assertNoAccess(
                FILES,
                access -> access.getOriginOwner().getPackageName().startsWith("dev.sojourn.testkit"),
                "sessions are in a store");
    }

    private static boolean isInBuilder(JavaAccess<?> access) {
        return access.getOriginOwner().getName().endsWith("Builder");
    }

    private static boolean isFactoryThatAlsoTakesAClock(JavaAccess<?> access) {
        return access.getOrigin().getModifiers().contains(JavaModifier.STATIC)
                && access.getOriginOwner().getMethods().stream()
                        .filter(method ->
                                method.getName().equals(access.getOrigin().getName()))
                        .flatMap(method -> method.getRawParameterTypes().stream())
                        .anyMatch(parameter -> parameter.isEquivalentTo(InstantSource.class));
    }

    /** A rule of the test kit about the background thread, which keeps real time. */
    private static boolean isTestOfRealThreads(JavaAccess<?> access) {
        return access.getOriginOwner().getPackageName().equals("dev.sojourn.testkit")
                && access.getOrigin().getName().contains("background_thread");
    }

    private static void assertNoAccess(Pattern forbidden, Predicate<JavaAccess<?>> exempt, String instead) {
        List<JavaClass> classes = CompiledClasses.ofPublishedModules();
        Set<String> broken = new TreeSet<>();
        for (JavaClass type : classes) {
            CompiledClasses.accesses(type)
                    .filter(access -> isForbidden(forbidden, access))
                    .filter(access -> !exempt.test(access))
                    .forEach(access -> broken.add(access.getDescription() + " - " + instead));
        }
        assertTrue(broken.isEmpty(), () -> String.join("\n", broken));
    }

    /** A pattern names a member with its parameters, or without: then whatever its parameters are. */
    private static boolean isForbidden(Pattern forbidden, JavaAccess<?> access) {
        String target =
                access.getTargetOwner().getName() + "." + access.getTarget().getName();
        return forbidden.matcher(target).matches()
                || forbidden.matcher(access.getTarget().getFullName()).matches();
    }
}

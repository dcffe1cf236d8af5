// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate for {@code localhost} and {@code 127.0.0.1}, made anew for each JVM. Immutable.
 *
 * @param certificateFile the certificate as PEM
 * @param keyFile its private key as PEM
 * @param trustedFile who signed it, as PEM; a client that trusts that trusts the server
 */
public record TestCertificate(Path certificateFile, Path keyFile, Path trustedFile) {

    private static final String ALIAS = "server";
    private static final String AUTHORITY = "authority";
    /* Guards nothing: the key is as old as the JVM and lies beside it in PEM. */
    private static final String STORE_PASSWORD = "password";
    private static final int LINE_LENGTH = 64;

    /** The certificate of this JVM, which signed itself; made when first asked for, which takes about a second. */
    public static TestCertificate ofThisJvm() {
        return Holder.INSTANCE;
    }

    /**
     * One that was good for a day and is so no more; made at each call, which takes about two seconds.
     *
     * <p>Signed by an authority, which is still good: Java trusts a certificate beyond its time that is itself among the trusted.
     */
    public static TestCertificate expired() {
        Path directory = Watchdog.ofThisJvm().newDirectory("expired-certificate");
        Path store = directory.resolve("store.p12");
        makeKey(store, AUTHORITY, "-ext", "bc:c", "-validity", "2");
        makeKey(store, ALIAS, "-signer", AUTHORITY, "-startdate", "-10d", "-validity", "1");
        return read(store, AUTHORITY);
    }

    private static TestCertificate create() {
        Path store = Watchdog.ofThisJvm().newDirectory("certificate").resolve("store.p12");
        makeKey(store, ALIAS, "-validity", "2");
        return read(store, ALIAS);
    }

    private static TestCertificate read(Path store, String signer) {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, STORE_PASSWORD.toCharArray());
            return new TestCertificate(
                    pem(
                            store.resolveSibling("certificate.pem"),
                            "CERTIFICATE",
                            keys.getCertificate(ALIAS).getEncoded()),
                    pem(
                            store.resolveSibling("key.pem"),
                            "PRIVATE KEY",
                            keys.getKey(ALIAS, STORE_PASSWORD.toCharArray()).getEncoded()),
                    pem(
                            store.resolveSibling("trusted.pem"),
                            "CERTIFICATE",
                            keys.getCertificate(signer).getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the test certificate cannot be read", e);
        }
    }

    /** With the JDK's own tool: its classes that make certificates are not for us. */
    private static void makeKey(Path store, String alias, String... settings) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + (alias.equals(ALIAS) ? "localhost" : alias),
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                STORE_PASSWORD,
                "-keystore",
                store.toString()));
        command.addAll(List.of(settings));
        try {
            Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
            tool.getOutputStream().close();
            String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (tool.onExit().join().exitValue() != 0) {
                throw new IllegalStateException("keytool made no certificate: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run keytool", e);
        }
    }

    private static Path pem(Path file, String kind, byte[] content) throws IOException {
        Base64.Encoder encoder = Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'});
        return Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n" + encoder.encodeToString(content) + "\n-----END " + kind + "-----\n");
    }

    private static final class Holder {
        static final TestCertificate INSTANCE = create();
    }
}

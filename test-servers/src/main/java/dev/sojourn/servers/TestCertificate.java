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
import java.util.Base64;

/**
 * A certificate for {@code localhost} and {@code 127.0.0.1} that signed itself, made anew for each JVM. Immutable.
 *
 * @param certificateFile the certificate as PEM; a client that trusts it trusts the server
 * @param keyFile its private key as PEM
 */
public record TestCertificate(Path certificateFile, Path keyFile) {

    private static final String ALIAS = "server";
    /* Guards nothing: the key is as old as the JVM and lies beside it in PEM. */
    private static final String STORE_PASSWORD = "password";
    private static final int LINE_LENGTH = 64;

    /** The certificate of this JVM; made when first asked for, which takes about a second. */
    public static TestCertificate ofThisJvm() {
        return Holder.INSTANCE;
    }

    private static TestCertificate create() {
        Path directory = Watchdog.ofThisJvm().newDirectory("certificate");
        Path store = directory.resolve("store.p12");
        makeStore(store);
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, STORE_PASSWORD.toCharArray());
            return new TestCertificate(
                    pem(
                            directory.resolve("certificate.pem"),
                            "CERTIFICATE",
                            keys.getCertificate(ALIAS).getEncoded()),
                    pem(
                            directory.resolve("key.pem"),
                            "PRIVATE KEY",
                            keys.getKey(ALIAS, STORE_PASSWORD.toCharArray()).getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the test certificate cannot be read", e);
        }
    }

    /** With the JDK's own tool: its classes that make certificates are not for us. */
    private static void makeStore(Path store) {
        try {
            Process tool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            ALIAS,
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "san=dns:localhost,ip:127.0.0.1",
                            "-validity",
                            "2",
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            STORE_PASSWORD,
                            "-keystore",
                            store.toString())
                    .redirectErrorStream(true)
                    .start();
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

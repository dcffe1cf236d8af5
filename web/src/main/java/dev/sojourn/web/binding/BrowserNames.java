// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.binding;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The families of browsers and of some programs that are no browsers. */
final class BrowserNames {
    private static final ProductNames NAMES = new ProductNames(List.of(
            // Those that also claim to be Chrome, Firefox or Safari
            Map.entry("Edg/", "Edge"),
            Map.entry("EdgA/", "Edge"),
            Map.entry("EdgiOS/", "Edge"),
            Map.entry("Edge/", "Edge"),
            Map.entry("OPR/", "Opera"),
            Map.entry("OPT/", "Opera"),
            Map.entry("OPiOS/", "Opera"),
            Map.entry("Opera", "Opera"),
            Map.entry("SamsungBrowser/", "Samsung Internet"),
            Map.entry("Vivaldi/", "Vivaldi"),
            Map.entry("YaBrowser/", "Yandex Browser"),
            Map.entry("DuckDuckGo/", "DuckDuckGo"),
            Map.entry("Ddg/", "DuckDuckGo"),
            Map.entry("UCBrowser/", "UC Browser"),
            Map.entry("MiuiBrowser/", "Mi Browser"),
            Map.entry("HuaweiBrowser/", "Huawei Browser"),
            Map.entry("Silk/", "Silk"),
            Map.entry("Brave/", "Brave"),
            Map.entry("Whale/", "Whale"),
            Map.entry("SeaMonkey/", "SeaMonkey"),
            Map.entry("HeadlessChrome/", "headless Chrome"),
            Map.entry("FxiOS/", "Firefox"),
            Map.entry("Firefox/", "Firefox"),
            Map.entry("CriOS/", "Chrome"),
            Map.entry("Chrome/", "Chrome"),
            Map.entry("Chromium/", "Chrome"),
            Map.entry("MSIE ", "Internet Explorer"),
            Map.entry("Trident/", "Internet Explorer"),
            Map.entry("Safari/", "Safari"),
            // Programs
            Map.entry("curl/", "curl"),
            Map.entry("Wget/", "Wget"),
            Map.entry("PostmanRuntime/", "Postman"),
            Map.entry("okhttp/", "OkHttp"),
            Map.entry("python-requests/", "Python"),
            Map.entry("Python-urllib/", "Python"),
            Map.entry("Go-http-client/", "Go"),
            Map.entry("Java-http-client/", "Java"),
            Map.entry("Apache-HttpClient/", "Apache HttpClient")));

    private BrowserNames() {}

    static @Nullable String in(String userAgent) {
        return NAMES.in(userAgent);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The fields of a form that stand in a request's body, told from those of its query, which containers mix. */
final class FormBody {
    private static final String FORM = "application/x-www-form-urlencoded";

    private FormBody() {}

    /** Containers list the query's values first (Servlet 6.1, 3.1), so as many are left out as the query has. */
    static List<String> fields(HttpServletRequest request, String name) {
        String type = Optional.ofNullable(request.getContentType()).orElse("");
        if (!type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT).equals(FORM)) {
            return List.of();
        }
        List<String> all = Optional.ofNullable(request.getParameterValues(name))
                .map(List::of)
                .orElse(List.of());
        return all.subList(Math.min(all.size(), countInQuery(request, name)), all.size());
    }

    private static int countInQuery(HttpServletRequest request, String name) {
        String query = Optional.ofNullable(request.getQueryString()).orElse("");
        int count = 0;
        for (String pair : query.split("&", -1)) {
            if (isNamed(pair.split("=", 2)[0], name)) {
                count++;
            }
        }
        return count;
    }

    private static boolean isNamed(String encoded, String name) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8).equals(name);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}

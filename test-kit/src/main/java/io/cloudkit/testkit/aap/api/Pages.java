package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.http.HttpAnswer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** A list: filtered, ordered, cut into pages (§5.8). */
final class Pages {
  private static final int USUAL = 25;
  private static final int MOST = 200;

  private Pages() {}

  /** As {@link #answer}; but a {@code limit} cuts, and leaves out the count, as for events. */
  static <T> HttpAnswer orFirst(
      Call call, Fields<T> fields, List<T> rows, Function<T, ObjectNode> render) {
    Query query = Query.parse(call.request().query());
    Optional<String> limit = query.last("limit");
    if (limit.isEmpty()) {
      return answer(call, fields, rows, render);
    }
    Filter<T> filter = new Filter<>(fields);
    long most = limit.get().matches("[1-9]\\d{0,8}") ? Long.parseLong(limit.get()) : USUAL;
    ObjectNode body = Documents.object();
    ArrayNode results = body.putArray("results");
    rows.stream()
        .filter(filter.matching(query))
        .sorted(filter.order(query))
        .limit(most)
        .forEach(row -> results.add(render.apply(row)));
    return HttpAnswer.json(200, body);
  }

  static <T> HttpAnswer answer(
      Call call, Fields<T> fields, List<T> rows, Function<T, ObjectNode> render) {
    Query query = Query.parse(call.request().query());
    Filter<T> filter = new Filter<>(fields);
    Predicate<T> wanted = filter.matching(query);
    List<T> found = rows.stream().filter(wanted).sorted(filter.order(query)).toList();
    int size = size(query);
    boolean counted = query.last("count_disabled").isEmpty();
    int page = counted ? page(query, found.size(), size) : 1; // §5.8: first page only
    int from = Math.min((page - 1) * size, found.size());
    int to = Math.min(from + size, found.size());
    ObjectNode body = Documents.object();
    if (counted) {
      body.put("count", found.size());
      body.put("next", to < found.size() ? link(call, query, page + 1) : null);
      body.put("previous", page > 1 ? link(call, query, page - 1) : null);
    }
    ArrayNode results = body.putArray("results");
    found.subList(from, to).forEach(row -> results.add(render.apply(row)));
    return HttpAnswer.json(200, body);
  }

  private static int size(Query query) {
    String text = query.last("page_size").orElse("");
    if (text.isEmpty()) {
      return USUAL;
    }
    try {
      int asked = Integer.parseInt(text);
      return asked < 1 ? USUAL : Math.min(asked, MOST);
    } catch (NumberFormatException e) {
      throw Refusal.of(500, "A server error has occurred."); // §15.4
    }
  }

  private static int page(Query query, int count, int size) {
    int last = Math.max(1, (count + size - 1) / size);
    String text = query.last("page").orElse("1");
    try {
      int page = text.equals("last") ? last : Integer.parseInt(text);
      if (page >= 1 && page <= last) {
        return page;
      }
    } catch (NumberFormatException e) {
      // as below
    }
    throw Refusal.of(404, "Invalid page.");
  }

  private static String link(Call call, Query query, int page) {
    StringBuilder link = new StringBuilder(call.request().path()).append('?');
    for (Query.Parameter parameter : query.parameters()) {
      if (!parameter.name().equals("page")) {
        link.append(encode(parameter.name())).append('=').append(encode(parameter.value()));
        link.append('&');
      }
    }
    return link.append("page=").append(page).toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists of jobs from an id on, page by page, by the id of the last row: rows that come or go
 * meanwhile shift nothing. Only a client can look into the variables of a job (aap-api.md §4.1,
 * §4.6).
 */
final class Search {
  private static final int PAGE = 200;
  private static final int SLOWEST = 25;
  private static final int PARTS = 4;

  /** How often a row at which AAP failed is asked for once more. */
  private static final int AGAIN = 2;

  /** So many rows that AAP can not show are stepped over; more are another kind of trouble. */
  private static final int MOST_UNREADABLE = 10;

  /** Ids are numbers of 31 bits. */
  private static final long LONGEST_GAP = 1L << 31;

  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  /** What a database was seen to be, and to hold. */
  private record Place(String uuid, Newest newest, Optional<Instant> at, long since) {}

  /** The job with the highest id of some. */
  record Newest(long id, Optional<Instant> created) {}

  private final AapClient client;
  private final LongSupplier nanoTime;
  private final SeenDatabase database = new SeenDatabase();
  private volatile @Nullable Place place;

  /** Jobs that AAP could not show, by its own failure or by their size. */
  private final NavigableSet<Long> unreadable = new ConcurrentSkipListSet<>();

  Search(AapClient client, LongSupplier nanoTime) {
    this.client = client;
    this.nanoTime = nanoTime;
  }

  /**
   * Where a search goes on.
   *
   * @param after the id of the last row that was read
   * @param size rows for the next page, 1..{@code most}
   * @param most rows for a page where nothing is wrong, 1..200
   * @param calm pages of this size that were read in a row
   */
  record Position(long after, int size, int most, int calm) {
    static Position after(long id) {
      return new Position(id, PAGE, PAGE, 0);
    }

    /** The same place, for a server that could not answer with so many rows in time. */
    Position slower() {
      int fewer = Math.min(most, Math.max(SLOWEST, most / 2));
      return new Position(after, fewer, fewer, 0);
    }

    /** The same place, where one of the rows can not be shown. */
    Position smaller() {
      return new Position(after, Math.max(1, size / PARTS), most, 0);
    }

    /** Behind a row, after a page; larger again where the cause must lie behind. */
    Position at(long id) {
      return calm + 1 < PARTS
          ? new Position(id, size, most, calm + 1)
          : new Position(id, Math.min(most, size * PARTS), most, 0);
    }

    /** Behind the row that could not be shown. */
    Position past(long id) {
      return new Position(id, most, most, 0);
    }
  }

  /**
   * Some rows in the order of their ids.
   *
   * @param unreadable the ids of jobs between them that AAP can not show
   * @param next where the next page begins, for rows that come later if this was the last
   */
  record Page(List<JobRow> rows, List<Long> unreadable, Position next, boolean isLast) {}

  /**
   * All rows of a list.
   *
   * @param unreadable the ids of jobs in it that AAP can not show
   */
  record Rows(List<JobRow> rows, List<Long> unreadable) {}

  /**
   * The next page. A row that AAP fails at, or that is too large, is looked for by smaller pages
   * and stepped over; its job is named.
   *
   * @param query more filters, name and value in turn
   */
  Page page(Position from, String... query) {
    Long known = unreadable.higher(from.after());
    if (known == null || !mayName(known, query)) {
      return anew(from, query);
    }
    if (known - from.after() == 1) {
      return itself(known, from, query);
    }
    Page before = anew(from, with(query, "id__lt", String.valueOf(known)));
    return before.isLast()
        ? new Page(before.rows(), List.of(), from.past(known - 1), false)
        : before;
  }

  private static boolean mayName(long id, String... query) {
    int ids = Arrays.asList(query).indexOf("id__in");
    return ids < 0 || List.of(query[ids + 1].split(",", -1)).contains(String.valueOf(id));
  }

  /** A job that could not be shown: it may be mended, or gone. */
  private Page itself(long id, Position from, String... query) {
    Position behind = from.past(id);
    try {
      Page page = once(one(id - 1), with(query, "id__lte", String.valueOf(id)));
      return new Page(page.rows(), List.of(), behind, false);
    } catch (AapClient.TooLargeException | Answer.ServerErrorException still) {
      return new Page(List.of(), List.of(id), behind, false);
    }
  }

  private Page anew(Position from, String... query) {
    try {
      return smaller(from, query);
    } catch (UnreadableException row) {
      long id = unreadable(from.after(), row.why, query);
      remember(id);
      return new Page(List.of(), List.of(id), from.past(id), false);
    }
  }

  /** One row alone can not be read. */
  private static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ProviderException why;

    UnreadableException(ProviderException why) {
      super(why);
      this.why = why;
    }
  }

  private Page smaller(Position from, String... query) throws UnreadableException {
    Position at = from;
    boolean isProbed = false;
    while (true) {
      try {
        return once(at, query);
      } catch (AapClient.TooLargeException heavy) {
        // each row carries its variables, whatever their size (aap-api.md §15.1)
        if (at.size() == 1) {
          throw new UnreadableException(heavy);
        }
      } catch (Answer.ServerErrorException failed) {
        if (!isProbed) {
          probe();
          isProbed = true;
        }
        if (at.size() == 1) {
          throw new UnreadableException(failed);
        }
      }
      at = at.smaller();
    }
  }

  /** Asks so that no row has to be shown: what fails at it fails altogether. */
  private void probe() {
    client.get("search", client.url("unified_jobs/", "id", "0", "order_by", "id")).rows();
  }

  /** The id of the first row of a list, at which AAP fails: what lies before it is empty. */
  private long unreadable(long after, ProviderException why, String... query) {
    long empty = 0;
    long step = 1;
    while (isEmpty(after, step, why, query)) {
      empty = step;
      if (step >= LONGEST_GAP) {
        throw why;
      }
      step *= 2;
    }
    while (step - empty > 1) {
      long half = empty + (step - empty) / 2;
      if (isEmpty(after, half, why, query)) {
        empty = half;
      } else {
        step = half;
      }
    }
    return after + step;
  }

  private boolean isEmpty(long after, long ids, ProviderException why, String... query) {
    try {
      Page page = once(one(after), with(query, "id__lte", String.valueOf(after + ids)));
      if (page.next().after() != after) {
        throw why; // it can be shown, after all
      }
      return true;
    } catch (AapClient.TooLargeException | Answer.ServerErrorException failed) {
      return false;
    }
  }

  private void remember(long id) {
    if (unreadable.size() >= MOST_UNREADABLE) {
      unreadable.pollFirst();
    }
    unreadable.add(id);
  }

  static String[] with(String[] query, String name, String value) {
    String[] more = Arrays.copyOf(query, query.length + 2);
    more[query.length] = name;
    more[query.length + 1] = value;
    return more;
  }

  private static Position one(long after) {
    return new Position(after, 1, 1, 0);
  }

  private Page once(Position from, String... query) {
    long after = from.after();
    HttpUrl.Builder url =
        client
            .url("unified_jobs/", query)
            .newBuilder()
            .addQueryParameter("id__gt", String.valueOf(after))
            .addQueryParameter("order_by", "id")
            .addQueryParameter("page_size", String.valueOf(from.size()));
    Answer answer = client.get("search", url.build());
    long last = after;
    List<JobRow> rows = new ArrayList<>();
    for (JsonNode row : answer.rows()) {
      last = Math.max(last, row.path("id").asLong());
      JobRow.of(row).ifPresent(rows::add);
    }
    // not by the number of rows: a server may be set to smaller pages than were asked for
    boolean isLast = answer.body().path("next").isNull();
    if (!isLast && last == after) {
      throw new ProviderException(
          answer.request() + ": expected jobs with ids above " + after + ", found none of them");
    }
    return new Page(rows, List.of(), from.at(last), isLast);
  }

  /**
   * The jobs after an id that fulfil a condition, oldest first: all of them, or an exception if the
   * time of the call ends before, or if too many can not be read.
   *
   * @param query more filters, name and value in turn
   */
  Rows jobsAfter(long id, Predicate<JobRow> condition, String... query) {
    List<JobRow> found = new ArrayList<>();
    List<Long> unread = new ArrayList<>();
    Position position = Position.after(id);
    Page page;
    do {
      page = page(position, query);
      position = page.next();
      page.rows().stream().filter(condition).forEach(found::add);
      unread.addAll(page.unreadable());
      if (unread.size() > MOST_UNREADABLE) {
        throw new ProviderException(doubt(unread));
      }
    } while (!page.isLast());
    return new Rows(found, unread);
  }

  /** What a person is told of jobs that AAP can not show. */
  static String doubt(List<Long> unreadable) {
    return "AAP can not show "
        + (unreadable.size() == 1 ? "job " : "some jobs, the first is ")
        + unreadable.get(0)
        + " (an error of its own, or more than is read)";
  }

  /**
   * The database and an id that is not above the next job's, as they were within the last half
   * minute. An older id costs a later search some rows and nothing else, and a restore takes
   * longer: so most launches ask nothing.
   */
  Bookmark bookmark(long template) {
    Place known = place;
    if (known == null || nanoTime.getAsLong() - known.since() > REMEMBERED.toNanos()) {
      long since = nanoTime.getAsLong();
      Answer identity = identity();
      known =
          new Place(
              installUuid(identity),
              newest().orElse(new Newest(0, Optional.empty())),
              identity.date(),
              since);
      place = known;
    }
    Newest newest = known.newest();
    return new Bookmark(known.uuid(), newest.id(), newest.created(), known.at(), template);
  }

  /**
   * The job with the highest id that AAP shows; those above that it can not show are stepped over.
   *
   * @param query more filters, name and value in turn
   */
  Optional<Newest> newest(String... query) {
    HttpUrl.Builder url =
        client
            .url("unified_jobs/", query)
            .newBuilder()
            .addQueryParameter("order_by", "-id")
            .addQueryParameter("page_size", "1");
    HttpUrl first = url.addQueryParameter("count_disabled", "1").build();
    return newest(url, first, AGAIN);
  }

  /** What AAP failed at for a moment it can show: taken for hidden, ids would have gone back. */
  private Optional<Newest> newest(HttpUrl.Builder url, HttpUrl first, int again) {
    try {
      return newest(client.get("watermark", first));
    } catch (AapClient.TooLargeException heavy) {
      return below(url, heavy);
    } catch (Answer.ServerErrorException failed) {
      probe();
      return again > 0 ? newest(url, first, again - 1) : below(url, failed);
    }
  }

  private Optional<Newest> below(HttpUrl.Builder url, ProviderException why) {
    // without the count AAP knows the first page alone (aap-api.md §5.8)
    url.removeAllQueryParameters("count_disabled");
    for (int page = 2; page <= MOST_UNREADABLE; page++) {
      try {
        url.setQueryParameter("page", String.valueOf(page));
        Answer answer = client.get("watermark", url.build());
        return answer.status() == 404 && answer.isJson() ? Optional.empty() : newest(answer);
      } catch (AapClient.TooLargeException | Answer.ServerErrorException another) {
        // the next one, then
      }
    }
    throw why;
  }

  private static Optional<Newest> newest(Answer answer) {
    JsonNode row = answer.rows().path(0);
    long id = row.path("id").asLong(0);
    return id == 0 ? Optional.empty() : Optional.of(new Newest(id, JobRow.time(row, "created")));
  }

  /** AAP's word on which database it has, with its time (aap-api.md §1.3). */
  Answer identity() {
    Answer answer = client.get(AapClient.PING, client.url("ping/"));
    database.saw(installUuid(answer));
    return answer;
  }

  /** Tells whether it is another one than before. */
  SeenDatabase database() {
    return database;
  }

  /** The identity of the database, out of an {@link #identity}. */
  static String installUuid(Answer answer) {
    String uuid = answer.body().path("install_uuid").asText("");
    if (uuid.isEmpty()) {
      throw new ProviderException(
          answer.request()
              + ": expected an AAP controller with an install_uuid, found other JSON; check the"
              + " setting url");
    }
    return uuid;
  }
}

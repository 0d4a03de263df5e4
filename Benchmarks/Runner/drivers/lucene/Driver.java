import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.*;
import org.apache.lucene.facet.*;
import org.apache.lucene.facet.sortedset.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;

/** Lucene's side of the line protocol. See ../../../Protocol.md. */
public final class Driver {
  private static final String FACET = "facet";
  private static final FacetsConfig FACETS = new FacetsConfig();

  static {
    FACETS.setMultiValued(FACET, true);
  }

  private final Map<String, String> options = new HashMap<>();
  private FSDirectory directory;
  private DirectoryReader reader;
  private IndexSearcher searcher;
  private IndexWriter writer;
  private SortedSetDocValuesReaderState facetState;

  public static void main(String[] words) throws Exception {
    Driver driver = new Driver();
    for (int i = 1; i + 1 < words.length; i += 2) driver.options.put(words[i], words[i + 1]);
    if (words[0].equals("index")) driver.index();
    else driver.serve();
  }

  private int number(String name) {
    return Integer.parseInt(options.get(name));
  }

  // Building.

  private void index() throws Exception {
    boolean facets = number("--facets") == 1;
    boolean dry = number("--dry") == 1;
    IndexWriterConfig config =
        new IndexWriterConfig(new StandardAnalyzer()).setRAMBufferSizeMB(number("--mem-mb")).setUseCompoundFile(false);
    ExecutorService workers = Executors.newFixedThreadPool(number("--threads"));
    try (FSDirectory directory = FSDirectory.open(Paths.get(options.get("--index")));
        IndexWriter writer = new IndexWriter(directory, config);
        BufferedReader lines = Files.newBufferedReader(Paths.get(options.get("--corpus")))) {
      Callable<Void> work =
          () -> {
            for (List<String> some = take(lines); !some.isEmpty(); some = take(lines)) {
              for (String line : some) {
                Document document = document(line, facets);
                if (!dry) writer.addDocument(document);
              }
            }
            return null;
          };
      for (Future<Void> done : workers.invokeAll(Collections.nCopies(number("--threads"), work))) done.get();
      if (number("--merge") == 1) writer.forceMerge(1);
      writer.commit();
    }
    workers.shutdown();
  }

  /** The next lines for one worker. */
  private static List<String> take(BufferedReader lines) throws IOException {
    synchronized (lines) {
      List<String> some = new ArrayList<>();
      for (String line; some.size() < 64 && (line = lines.readLine()) != null; ) some.add(line);
      return some;
    }
  }

  /** The runner's lines have no escapes, so a value ends at the next quotation mark. */
  private static Document document(String line, boolean facets) throws IOException {
    Document document = new Document();
    document.add(new StringField("id", value(line, "\"id\":\""), Field.Store.YES));
    document.add(new TextField("text", value(line, "\"text\":\""), Field.Store.NO));
    if (!facets) return document;
    int start = line.indexOf("\"facets\":[") + 10;
    for (String quoted : line.substring(start, line.indexOf(']', start)).split(",")) {
      if (quoted.isEmpty()) continue;
      document.add(new SortedSetDocValuesFacetField(FACET, quoted.substring(1, quoted.length() - 1)));
    }
    return FACETS.build(document);
  }

  private static String value(String line, String name) {
    int start = line.indexOf(name) + name.length();
    return line.substring(start, line.indexOf('"', start));
  }

  // Serving.

  private void serve() throws Exception {
    directory = FSDirectory.open(Paths.get(options.get("--index")));
    open(DirectoryReader.open(directory));
    PrintStream output = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    output.printf(
        "READY\t{\"engine\":\"Lucene\",\"version\":\"%s, Java %s\",\"docs\":%d}\n",
        Version.LATEST, Runtime.version().feature(), reader.numDocs());
    output.flush();
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = input.readLine()) != null && !line.equals("QUIT"); ) {
      String answer;
      try {
        answer = answer(line.split("\t"));
      } catch (Exception error) {
        answer = "ERROR\t" + error.toString().replaceAll("\\s+", " ");
      }
      output.print(answer + "\n");
      output.flush();
    }
    if (writer != null) writer.close();
  }

  /** One thread a search and no cache of queries. */
  private void open(DirectoryReader newer) throws IOException {
    reader = newer;
    searcher = new IndexSearcher(newer);
    searcher.setQueryCache(null);
    searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
  }

  private String answer(String[] fields) throws Exception {
    String[] command = fields[0].split("_");
    int limit = command.length > 1 && command[1].matches("\\d+") ? Integer.parseInt(command[1]) : 0;
    switch (command[0]) {
      case "TOP":
        return top(fields[1], limit, command.length == 3, null);
      case "FILTER":
        return top(fields[1], limit, true, fields[2]);
      case "COUNT":
        long start = System.nanoTime();
        int count = searcher.count(query(fields[1], null));
        return ok(start, count, "");
      case "FACET":
        return facet(fields[1], limit, fields.length > 2 ? fields[2] : null);
      case "ADD":
        return add(fields[1], command[1].equals("DURABLE"));
      case "BATCH":
        return batch(Paths.get(fields[1]), Double.parseDouble(fields[2]), Integer.parseInt(fields[3]));
      default:
        return "UNSUPPORTED";
    }
  }

  private static String ok(long start, long count, String rest) {
    return "OK\t" + (System.nanoTime() - start) + "\t" + count + "\t" + rest;
  }

  private static Query query(String text, String value) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    Query last = null;
    int count = 0;
    for (int place = 0; place < text.length(); count++) {
      char sign = text.charAt(place);
      BooleanClause.Occur occur =
          sign == '+' ? BooleanClause.Occur.MUST
              : sign == '-' ? BooleanClause.Occur.MUST_NOT : BooleanClause.Occur.SHOULD;
      if (occur != BooleanClause.Occur.SHOULD) place++;
      boolean quoted = text.charAt(place) == '"';
      int end = quoted ? text.indexOf('"', place + 1) : text.indexOf(' ', place);
      if (end < 0) end = text.length();
      String words = text.substring(quoted ? place + 1 : place, end);
      boolean phrase = words.indexOf(' ') >= 0;
      last = phrase ? new PhraseQuery("text", words.split(" ")) : new TermQuery(new Term("text", words));
      all.add(last, occur);
      place = quoted ? end + 2 : end + 1;
    }
    Query query = count == 1 ? last : all.build();
    if (value == null) return query;
    Term term = DrillDownQuery.term(FACETS.getDimConfig(FACET).indexFieldName, FACET, value);
    return new BooleanQuery.Builder()
        .add(query, BooleanClause.Occur.MUST)
        .add(new TermQuery(term), BooleanClause.Occur.FILTER)
        .build();
  }

  private TopDocs search(String text, int limit, boolean counts, String value) throws IOException {
    int exact = counts ? Integer.MAX_VALUE : limit;
    return searcher.search(query(text, value), new TopScoreDocCollectorManager(limit, exact));
  }

  private String top(String text, int limit, boolean counts, String value) throws IOException {
    long start = System.nanoTime();
    TopDocs hits = search(text, limit, counts, value);
    String answer = ok(start, counts ? hits.totalHits.value() : -1, "");
    return answer + ids(hits);
  }

  private String facet(String text, int limit, String value) throws IOException {
    if (facetState == null) facetState = new DefaultSortedSetDocValuesReaderState(reader, FACETS);
    long start = System.nanoTime();
    FacetsCollectorManager.FacetsResult found =
        FacetsCollectorManager.search(searcher, query(text, value), limit, new FacetsCollectorManager());
    Facets facets = new SortedSetDocValuesFacetCounts(facetState, found.facetsCollector());
    FacetResult values = facets.getTopChildren(20, FACET);
    long count = 0;
    for (FacetsCollector.MatchingDocs part : found.facetsCollector().getMatchingDocs()) count += part.totalHits();
    String answer = ok(start, count, "");
    StringJoiner counts = new StringJoiner(" ");
    if (values != null) for (LabelAndValue each : values.labelValues) counts.add(each.label + "=" + each.value);
    return answer + ids(found.topDocs()) + "\t" + counts;
  }

  private String ids(TopDocs hits) throws IOException {
    StringJoiner ids = new StringJoiner(" ");
    StoredFields fields = searcher.storedFields();
    for (ScoreDoc hit : hits.scoreDocs) ids.add(fields.document(hit.doc).get("id"));
    return ids.toString();
  }

  private String add(String line, boolean durable) throws IOException {
    if (writer == null) {
      writer = new IndexWriter(directory, new IndexWriterConfig(new StandardAnalyzer()));
      open(DirectoryReader.open(writer));
    }
    long start = System.nanoTime();
    writer.addDocument(document(line, false));
    if (durable) writer.commit();
    DirectoryReader newer = DirectoryReader.openIfChanged(reader, writer);
    if (newer != null) {
      reader.close();
      open(newer);
    }
    return ok(start, 1, "");
  }

  private String batch(Path path, double seconds, int threads) throws Exception {
    List<String> lines = Files.readAllLines(path);
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    List<Callable<Long>> work = new ArrayList<>();
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    for (int thread = 0; thread < threads; thread++) {
      int first = thread * lines.size() / threads;
      work.add(
          () -> {
            long done = 0;
            for (int place = first; System.nanoTime() < end; place = (place + 1) % lines.size(), done++)
              search(lines.get(place).split("\t")[1], 10, false, null);
            return done;
          });
    }
    long done = 0;
    for (Future<Long> each : workers.invokeAll(work)) done += each.get();
    workers.shutdown();
    return ok(start, done, "");
  }
}

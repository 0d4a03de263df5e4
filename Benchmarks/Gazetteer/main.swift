import Foundation
import Gazetteer
import IndexAnalysis
import PluginAPI

// How fast are names found? A table of names is drawn from the articles themselves: their titles and the runs of
// capitalised words in their texts. One thread matches all articles, cut into tokens beforehand.
//
//     gazetteer-bench ARTICLES.jsonl [FORMS [MEGABYTES]]    objects with a title and a text; 50000 forms, 100 MB

struct Article: Decodable {
    var title: String
    var text: String
}

/// The time that this program worked, whatever else the machine does.
func milliseconds(_ body: () throws -> Void) rethrows -> Double {
    let start = clock()
    try body()
    return Double(clock() - start) * 1e3 / Double(CLOCKS_PER_SEC)
}

/// The first articles of a file.
func articles(_ path: String, byteCount: Int) throws -> [Article] {
    guard let file = FileHandle(forReadingAtPath: path),
        let bytes = try file.read(upToCount: byteCount * 5 / 4)
    else { throw CocoaError(.fileReadNoSuchFile) }
    var found: [Article] = []
    var size = 0
    for line in Array(bytes).split(separator: 0x0A).dropLast() where size < byteCount {
        found.append(try JSONDecoder().decode(Article.self, from: Data(line)))
        size += found.last.map { $0.text.utf8.count + $0.title.utf8.count } ?? 0
    }
    return found
}

/// Titles and runs of two to four capitalised words, from all over the articles, each once.
func names(in articles: [Article], count: Int) -> [String] {
    var seen: Set<String> = []
    var names: [String] = []
    func add(_ name: String) {
        let isPlain = !name.contains { "()*?|\t".contains($0) } && name.utf8.count > 2 && name != "-"
        let wordCount = name.split(separator: " ").count
        if isPlain, wordCount <= 8, names.count < count, seen.insert(name).inserted { names.append(name) }
    }
    let stride = max(1, articles.count / count)
    for (index, article) in articles.enumerated() where index % stride == 0 {
        if article.title.first?.isUppercase == true { add(article.title) }
        var run: [Substring] = []
        for word in article.text.prefix(600).split(separator: " ") {
            if word.first?.isUppercase == true, word.allSatisfy(\.isLetter), run.count < 4 {
                run.append(word)
            } else {
                if run.count > 1 { add(run.joined(separator: " ")) }
                run = []
            }
        }
    }
    return names
}

func tokenized(_ article: Article, _ number: Int) -> TokenizedDocument {
    var document = Document(identifier: "\(number)")
    document.append(.title, Array(article.title.utf8))
    document.append(.body, Array(article.text.utf8))
    var tokens = TokenBuffer()
    var zoneTokens: [UInt32] = [0]
    for zone in document.zones {
        Tokenizer().appendTokens(of: document.text, in: zone.range, to: &tokens)
        zoneTokens.append(UInt32(tokens.count))
    }
    return TokenizedDocument(
        document: document, starts: tokens.starts, ends: tokens.ends, foldedOffsets: tokens.foldedOffsets,
        folded: tokens.folded, zoneTokens: zoneTokens)
}

func run() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 1 else {
        return print("usage: gazetteer-bench ARTICLES.jsonl [FORMS [MEGABYTES]]")
    }
    let formCount = arguments.count > 2 ? Int(arguments[2]) ?? 50_000 : 50_000
    let megabytes = arguments.count > 3 ? Int(arguments[3]) ?? 100 : 100
    let articles = try articles(arguments[1], byteCount: megabytes << 20)
    let names = names(in: articles, count: formCount)
    let rows = names.enumerated().map { "Q\($0.offset)\t\($0.element)\t\($0.element)" }
    let table = Array(("id\tlabel\tform\n" + rows.joined(separator: "\n") + "\n").utf8)
    let documents = articles.enumerated().map { tokenized($0.element, $0.offset) }
    let textSize = documents.reduce(0) { $0 + $1.document.text.count }
    let tokenCount = documents.reduce(0) { $0 + $1.tokenCount }
    print("\(documents.count) articles, \(textSize) bytes, \(tokenCount) tokens; \(names.count) forms")

    let manifest = PluginManifest(name: "name", kind: .facet, version: 1, summary: "")
    var (reads, builds): ([Double], [Double]) = ([], [])
    for _ in 0..<9 {
        var plugin: GazetteerPlugin?
        reads.append(try milliseconds { plugin = try GazetteerPlugin(manifest: manifest, table: table) })
        builds.append(try milliseconds { _ = try plugin?.mentions(in: []) })
    }
    (reads, builds) = (reads.sorted(), builds.sorted())
    print("table read: best \(reads[0].formatted()) ms, median \(reads[4].formatted()) ms")
    print("automaton built: best \(builds[0].formatted()) ms, median \(builds[4].formatted()) ms")
    let plugin = try GazetteerPlugin(manifest: manifest, table: table)
    _ = try plugin.mentions(in: [])
    var speeds: [Double] = []
    var mentionCount = 0
    for _ in 0..<5 {
        mentionCount = 0
        let time = try milliseconds {
            // Blocks as the index makes them.
            for start in stride(from: 0, to: documents.count, by: 64) {
                let block = Array(documents[start..<min(start + 64, documents.count)])
                mentionCount += try plugin.mentions(in: block).reduce(0) { $0 + $1.mentions.count }
            }
        }
        speeds.append(Double(textSize) / 1e3 / time)
    }
    speeds.sort()
    let perToken = Double(textSize) / Double(tokenCount) * 1e3 / speeds[2]
    print(
        """
        \(mentionCount) mentions; best \(speeds[4].formatted()) MB/s, median \(speeds[2].formatted()) MB/s, \
        \(perToken.formatted()) ns a token
        """)
}

try run()

import Dossier

// Is every answer exact on a real corpus? The laws that `OracleTests` hold on small ones, on as much as one likes.
//
//     exactness oracle DOCUMENTS.jsonl QUERIES.jsonl    every query, scored by an oracle that reads all documents
//     exactness pruned INDEX QUERIES.txt [COUNT]        searches that skip documents against ones that do not

let words = Array(CommandLine.arguments.dropFirst())
do {
    switch (words.first, words.count) {
    case ("oracle", 3): try compareWithOracle(documents: words[1], queries: words[2])
    case ("pruned", 3...4):
        try comparePruned(
            indexPath: words[1], queries: words[2], count: words.count == 4 ? Int(words[3]) : nil)
    default:
        print(
            "usage: exactness oracle DOCUMENTS.jsonl QUERIES.jsonl | exactness pruned INDEX QUERIES.txt [COUNT]"
        )
    }
} catch {
    print("failed: \(error)")
}

import Dossier

// Speaks the line protocol of the peer benchmark, through the library's public interface alone.
//
//     dossier-bench index --corpus F.jsonl --index DIR [--threads N] [--analyzer A] [--mem-mb M] [--merge 0|1]
//         [--reorder 0|1]
//     dossier-bench serve --index DIR [--k1 X --b Y]

let words = Array(CommandLine.arguments.dropFirst())
do {
    let options = try Options(words.dropFirst())
    switch words.first {
    case "index": try buildIndex(options)
    case "serve": try Server(options).run()
    default: print("usage: dossier-bench index|serve --index DIR …")
    }
} catch {
    print("ERROR\t\(error)")
}

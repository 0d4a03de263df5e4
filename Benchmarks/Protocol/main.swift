import Dossier

// Speaks the line protocol of the peer benchmark, through the library's public interface alone.
//
//     dossier-bench index --corpus F.jsonl --index DIR [--threads N] [--analyzer A] [--mem-mb M] [--merge 0|1]
//         [--reorder 0|1]
//     dossier-bench serve --index DIR [--k1 X --b Y]
//     dossier-bench live --index DIR --documents F.jsonl --queries F.tsv [--count N] [--durable 0|1] [--gap-us N]

let words = Array(CommandLine.arguments.dropFirst())
do {
    let options = try Options(words.dropFirst())
    switch words.first {
    case "index": try buildIndex(options)
    case "serve":
        var server = try Server(options)
        try server.run()
    case "live": try measureLiveWrites(options)
    default: print("usage: dossier-bench index|serve|live --index DIR …")
    }
} catch {
    print("ERROR\t\(error)")
}

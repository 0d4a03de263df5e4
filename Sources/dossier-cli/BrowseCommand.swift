import Dossier
import DossierBrowse

extension Command {
    static let browse = Command(
        name: "browse",
        summary: "Search as you type, narrow by facets, and read articles, on the whole terminal.",
        operands: "[QUERY…]",
        operandCount: 0...Int.max,
        details: """
            At the top stands the query, below it the filters; on the left the hits, on the right the values of facets, \
            which Space takes as a filter and x leaves out; e takes several of which any may hold. s chooses the order. \
            Enter opens an article, where n goes through the words that were searched for and e tells which words gave \
            its facet values. ? lists all keys, Ctrl-C leaves.

            Key o leaves and prints the article's id, so that it can be passed on:

              dossier browse sanctions --country KR
              dossier show "$(dossier browse)"
            """,
        options: Option.narrowing + Option.ranking + [.collapse, .sort] + Option.opening, completion: .query,
        run: runBrowse)
}

private func runBrowse(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    if Screen.isDumb { throw BrowseError.dumbTerminal }
    let index = try arguments.openIndex()
    let chosen = try browse(
        arguments.request(arguments.operands), in: index, isColored: !screen.refusesColors)
    if let chosen { writeOut(chosen + "\n") }
    return .success
}

import Dossier

extension Command {
    static let moreLike = Command(
        name: "more-like", summary: "Find the articles most like one.",
        operands: "ID", operandCount: 1...1,
        details: """
            Looks for the words that set the article apart: those that it has often and others have seldom. Filters narrow \
            what is found.

              dossier more-like articles/text/shield-on-the-hill.txt
              dossier more-like news/2016-07-08 --country JP --from 2016

            Exit codes: 0 found, 1 nothing found, 2 error.
            """,
        options: Option.narrowing + [.collapse, .limit, .offset, .json] + Option.opening,
        completion: .identifier, run: runMoreLike)
}

private func runMoreLike(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let arguments = arguments.stoppable()
    let index = try arguments.openIndex()
    var request = arguments.request([])
    request.limit = arguments.limit ?? 10
    request.countedFacets = index.facetNames
    let identifier = arguments.operands[0]
    let results = try index.documents(like: identifier, request)
    // What is marked are the words it was found by.
    request.query = try index.keywords(of: identifier).joined(separator: " ")
    request.syntax = .raw
    return try printHits(of: results, for: request, in: index, arguments, screen)
}

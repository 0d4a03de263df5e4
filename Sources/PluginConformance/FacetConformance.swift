public import PluginAPI

/// What a facet plugin does against its contract; empty when it keeps it.
public func facetViolations(of plugin: any FacetPlugin, documents: [TokenizedDocument]) -> [String] {
    var found = valueViolations(of: plugin)
    if plugin.fingerprint != plugin.fingerprint { found.append("fingerprint changes") }
    let first = Result { () throws(FacetError) in try plugin.mentions(in: documents) }
    let second = Result { () throws(FacetError) in try plugin.mentions(in: documents) }
    if first != second { found.append("two answers differ") }
    switch first {
    case .failure(let error): found.append("failed: \(error)")
    case .success(let lists):
        guard lists.count == documents.count else {
            return found + ["\(lists.count) lists for \(documents.count) documents"]
        }
        for (document, mentions) in zip(documents, lists) {
            let name = document.document.identifier
            found += mentionViolations(mentions, in: document, of: plugin).map { "\(name): \($0)" }
            let alone = Result { () throws(FacetError) in try plugin.mentions(in: [document]) }
            if alone != .success([mentions]) { found.append("\(name): answer depends on its block") }
        }
    }
    if case .success(let none) = Result(catching: { () throws(FacetError) in try plugin.mentions(in: []) }),
        !none.isEmpty
    {
        found.append("an empty block gives \(none.count) lists")
    }
    return found
}

private func valueViolations(of plugin: any FacetPlugin) -> [String] {
    var found: [String] = []
    let values = plugin.values
    for (left, right) in zip(values, values.dropFirst())
    where !left.id.utf8.lexicographicallyPrecedes(right.id.utf8) {
        found.append("value \(right.id) follows \(left.id)")
    }
    for value in values where value.id.isEmpty || value.label.isEmpty {
        found.append("value \(value.id) lacks id or label")
    }
    return found
}

private func mentionViolations(
    _ mentions: [Mention], in document: TokenizedDocument, of plugin: any FacetPlugin
) -> [String] {
    let valueCount = plugin.values.count
    let ruleCount = plugin.rules.count
    var found: [String] = []
    var previous: UInt32 = 0
    for mention in mentions {
        if mention.value >= valueCount { found.append("value \(mention.value) of \(valueCount)") }
        if mention.rule >= ruleCount { found.append("rule \(mention.rule) of \(ruleCount)") }
        if mention.firstToken < previous { found.append("token \(mention.firstToken) after \(previous)") }
        previous = mention.firstToken
        let end = Int(mention.firstToken) + Int(mention.tokenCount)
        if mention.tokenCount == 0 || end > document.tokenCount {
            found.append("tokens \(mention.firstToken)..<\(end) of \(document.tokenCount)")
            continue
        }
        let zone = document.document.zones.indices.first { zone in
            Int(document.zoneTokens[zone]) <= Int(mention.firstToken)
                && end <= Int(document.zoneTokens[zone + 1])
        }
        guard let zone else {
            found.append("mention at \(mention.firstToken) lies in no single zone")
            continue
        }
        if !document.document.zones[zone].kind.isArticle {
            found.append("mention at \(mention.firstToken) is aside")
        }
    }
    return found
}

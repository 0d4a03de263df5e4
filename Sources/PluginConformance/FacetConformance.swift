public import PluginAPI

/// What a facet plugin does against its contract; empty when it keeps it.
///
/// - Parameter others: the plugins of the facets it builds on; one that is missing gives no mentions.
public func facetViolations(
    of plugin: any FacetPlugin, documents: [TokenizedDocument], over others: [any FacetPlugin] = []
) -> [String] {
    var found = manifestViolations(of: plugin) + valueViolations(of: plugin)
    if plugin.fingerprint != plugin.fingerprint { found.append("fingerprint changes") }
    let first = answer(of: plugin, documents, others)
    let second = answer(of: plugin, documents, others)
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
            let alone = answer(of: plugin, [document], others)
            if alone != .success([mentions]) { found.append("\(name): answer depends on its block") }
        }
    }
    if case .success(let none) = answer(of: plugin, [], others), !none.isEmpty {
        found.append("an empty block gives \(none.count) lists")
    }
    return found + jointViolations(of: plugin, documents, first)
}

/// What a plugin finds over its basis and its parts, which are found first.
func answer(
    of plugin: any FacetPlugin, _ documents: [TokenizedDocument], _ others: [any FacetPlugin]
) -> Result<[DocumentMentions], FacetError> {
    Result { () throws(FacetError) in
        var basis: [FacetBasis] = []
        for facet in plugin.basis {
            basis.append(try facetBasis(facet, in: documents, among: others))
        }
        for part in plugin.parts {
            basis.append(try mentions(of: part, named: part.manifest.name, documents, others))
        }
        return try plugin.mentions(in: documents, over: basis)
    }
}

/// What the plugin of a facet finds, over what it builds on among `plugins`; nothing where it is missing.
public func facetBasis(
    _ facet: String, in documents: [TokenizedDocument], among plugins: [any FacetPlugin]
) throws(FacetError) -> FacetBasis {
    let plugin = plugins.first { $0.manifest.name == facet }
    return try mentions(of: plugin, named: facet, documents, plugins)
}

private func mentions(
    of plugin: (any FacetPlugin)?, named facet: String, _ documents: [TokenizedDocument],
    _ others: [any FacetPlugin]
) throws(FacetError) -> FacetBasis {
    guard let plugin else {
        let none = documents.map { _ in DocumentMentions() }
        return FacetBasis(facet: facet, fingerprint: 0, values: [], rules: [], documents: none)
    }
    let found = try answer(of: plugin, documents, others).get()
    return FacetBasis(
        facet: facet, fingerprint: plugin.fingerprint, values: plugin.values, rules: plugin.rules,
        documents: found)
}

/// A plugin that reads together with others finds by that what it finds alone.
private func jointViolations(
    of plugin: any FacetPlugin, _ documents: [TokenizedDocument],
    _ alone: Result<[DocumentMentions], FacetError>
) -> [String] {
    guard let joint = plugin as? any JointFacetPlugin, let reader = joint.joint(with: [joint]) else {
        return []
    }
    let together = Result { () throws(FacetError) in try reader.mentions(in: documents) }
    return together == alone.map { [$0, $0] } ? [] : ["a joint answer differs"]
}

/// What is wrong with the values that a document alone has.
private func discoveryViolations(_ answer: DocumentMentions, of plugin: any FacetPlugin) -> [String] {
    let ids = answer.discovered
    var found: [String] = []
    if ids.contains("") { found.append("a discovered value has no id") }
    if Set(ids).count < ids.count { found.append("a discovered value stands twice") }
    let known = Set(plugin.values.map(\.id))
    for id in ids where known.contains(id) { found.append("the value \(id) is known, not discovered") }
    let named = Set(answer.mentions.map { Int($0.value) - plugin.values.count })
    for index in ids.indices where !named.contains(index) { found.append("no mention names \(ids[index])") }
    return found
}

/// What is wrong with what a plugin says of itself.
private func manifestViolations(of plugin: any FacetPlugin) -> [String] {
    var found: [String] = []
    let (name, rules) = (plugin.manifest.name, plugin.rules)
    if plugin.manifest.kind != .facet { found.append("the plugin is no facet") }
    if rules.contains("") { found.append("a rule has no name") }
    if Set(rules).count < rules.count { found.append("a rule stands twice") }
    let basis = plugin.basis
    if basis.contains("") || basis.contains(name) { found.append("the facet builds on itself or on none") }
    if Set(basis).count < basis.count { found.append("a facet of the basis stands twice") }
    return found
        + plugin.parts.flatMap { part in valueViolations(of: part).map { "part \(part.manifest.name): \($0)" }
        }
}

private func valueViolations(of plugin: any FacetPlugin) -> [String] {
    var found: [String] = []
    let values = plugin.values
    for (left, right) in zip(values, values.dropFirst())
    where !left.id.utf8.lexicographicallyPrecedes(right.id.utf8) {
        found.append("value \(right.id) follows \(left.id)")
    }
    for value in values {
        if value.id.isEmpty || value.label.isEmpty { found.append("value \(value.id) lacks id or label") }
        for member in value.members where member.facet.isEmpty || member.id.isEmpty {
            found.append("a member of \(value.id) lacks facet or id")
        }
    }
    return found
}

private func mentionViolations(
    _ answer: DocumentMentions, in document: TokenizedDocument, of plugin: any FacetPlugin
) -> [String] {
    let mentions = answer.mentions
    let valueCount = plugin.values.count + answer.discovered.count
    let ruleCount = plugin.rules.count
    var found = discoveryViolations(answer, of: plugin)
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

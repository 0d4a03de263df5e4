internal import Dossier

extension Browser {
    /// Takes what was typed or pasted.
    mutating func handle(_ input: Input) -> [Effect] {
        switch input {
        case .paste(let text): paste(text)
        case .key(let press): handle(press)
        }
    }

    private mutating func paste(_ text: String) -> [Effect] {
        if showsKeys || reading != nil || orders != nil { return [] }
        if pane == .facets, facets.isTyping {
            facets.type(text)
            return search()
        }
        pane = .query
        query.insert(text)
        return search()
    }

    private mutating func handle(_ press: KeyPress) -> [Effect] {
        if press.control, case .character(let letter) = press.key {
            switch letter {
            case "c": return [.leave(printing: nil)]
            case "z": return [.suspend]
            case "l": return [.redraw]
            default: break
            }
        }
        if showsKeys { return handleInKeys(press) }
        if reading != nil { return handleInReading(press) }
        if press.key == .escape, isOpening {
            close()
            return []
        }
        if press.key == .function1 { return showKeys() }
        if orders != nil { return handleInOrders(press) }
        switch press.key {
        case .tab: return focus(by: 1)
        case .backTab: return focus(by: Pane.allCases.count - 1)
        default: break
        }
        switch pane {
        case .query: return handleInQuery(press)
        case .hits: return handleInHits(press)
        case .facets: return facets.isTyping ? handleInValueSearch(press) : handleInFacets(press)
        }
    }

    private mutating func focus(by count: Int) -> [Effect] {
        let panes = Pane.allCases
        let place = panes.firstIndex(of: pane) ?? 0
        pane = panes[(place + count) % panes.count]
        facets.isTyping = false
        return []
    }

    mutating func showKeys() -> [Effect] {
        showsKeys = true
        return []
    }

    private mutating func handleInKeys(_ press: KeyPress) -> [Effect] {
        switch press.key {
        case .down, .character("j"): keysTop += 1
        case .up, .character("k"): keysTop -= 1
        case .pageDown, .character(" "): keysTop += max(1, height - 1)
        case .pageUp, .character("b"): keysTop -= max(1, height - 1)
        default: showsKeys = false
        }
        return []
    }

    private mutating func handleInQuery(_ press: KeyPress) -> [Effect] {
        let before = query.text
        switch press.key {
        case .enter:
            query.remember()
            pane = .hits
            return isPartial || failure != nil ? search(isPatient: true) : []
        case .escape: pane = .hits
        case .up: query.showEarlier()
        case .down where query.isShowingHistory: query.showLater()
        case .down: pane = .hits
        case .backspace where query.isEmpty && !filters.isEmpty:
            filters.removeLast()
            return search()
        default:
            if press == .control("d"), query.isEmpty { return [.leave(printing: nil)] }
            _ = query.handle(press)
        }
        return query.text == before ? [] : search()
    }

    private mutating func handleInHits(_ press: KeyPress) -> [Effect] {
        switch press.key {
        case .up, .character("k"):
            if hits.selection == 0 { pane = .query } else { hits.move(by: -1) }
        case .down, .character("j"): hits.move(by: 1)
        case .pageUp: hits.move(by: -max(1, layout.visibleHitCount))
        case .pageDown, .character(" "): hits.move(by: max(1, layout.visibleHitCount))
        case .home, .character("g"): hits.move(by: -hits.total)
        case .end, .character("G"): hits.move(by: hits.total)
        case .right, .character("l"): pane = .facets
        case .enter: return hits.selected.map { open($0.identifier) } ?? []
        case .escape, .character("/"), .character("i"): pane = .query
        default: return handleInLists(press)
        }
        return []
    }

    /// Keys that hits and facets have in common.
    private mutating func handleInLists(_ press: KeyPress) -> [Effect] {
        if press.control || press.alt { return [] }
        switch press.key {
        case .character("q"): return [.leave(printing: nil)]
        case .character("?"): return showKeys()
        case .character("o"): return hits.selected.map { [.leave(printing: $0.identifier)] } ?? []
        case .character("m"):
            base.requiresAllWords.toggle()
            return search()
        case .character("s"):
            orders = OrderMenu(facetNames: facets.names, current: base.sort)
            return []
        case .character("c"):
            if !hasFilters { return [] }
            (filters, base.filters) = ([], [])
            (base.from, base.to) = (nil, nil)
            return search()
        default: return []
        }
    }

    private mutating func handleInOrders(_ press: KeyPress) -> [Effect] {
        let page = max(1, layout.body.count - 1)
        switch press.key {
        case .up, .character("k"): orders?.move(by: -1)
        case .down, .character("j"): orders?.move(by: 1)
        case .pageUp, .character("b"): orders?.move(by: -page)
        case .pageDown: orders?.move(by: page)
        case .home, .character("g"): orders?.move(by: Int.min)
        case .end, .character("G"): orders?.move(by: Int.max)
        case .character("?"): return showKeys()
        case .enter, .character(" "):
            let chosen = orders?.selected ?? base.sort
            orders = nil
            if chosen == base.sort { return [] }
            base.sort = chosen
            return search(isPatient: true)
        case .escape, .character("q"), .character("s"): orders = nil
        default: break
        }
        return []
    }

    private mutating func handleInFacets(_ press: KeyPress) -> [Effect] {
        switch press.key {
        case .up, .character("k"): facets.move(by: -1)
        case .down, .character("j"): facets.move(by: 1)
        case .pageUp: facets.move(by: -max(1, layout.body.count - 1))
        case .pageDown: facets.move(by: max(1, layout.body.count - 1))
        case .home, .character("g"): facets.moveToEnd(false)
        case .end, .character("G"): facets.moveToEnd(true)
        case .left, .character("h"): facets.moveToFacet(isNext: false)
        case .right, .character("l"): facets.moveToFacet(isNext: true)
        case .enter, .character(" "): return choose(.required)
        case .character("e"): return choose(.either)
        case .character("x"): return choose(.excluded)
        case .character("/"): facets.isTyping = true
        case .character("a"):
            facets.toggleSubjects()
            return search()
        case .character("t"):
            facets.toggleSideways()
            return search()
        case .escape:
            if facets.wanted.isEmpty {
                pane = .query
            } else {
                facets.clearWanted()
                return search()
            }
        default: return handleInLists(press)
        }
        return []
    }

    private mutating func handleInValueSearch(_ press: KeyPress) -> [Effect] {
        switch press.key {
        case .escape:
            facets.clearWanted()
            return search()
        case .enter, .down, .up: facets.isTyping = false
        default:
            let before = facets.wanted.text
            facets.type(press)
            if facets.wanted.text != before { return search() }
        }
        return []
    }

    /// Takes the selected value as a filter, or takes its filter away; unfolds or folds a facet.
    private mutating func choose(_ kind: ValueFilter.Kind) -> [Effect] {
        switch facets.selectedRow {
        case .value(let facet, let id, let label, _):
            toggle(ValueFilter(facet: facet, id: id, label: label, kind: kind))
            return search()
        case .facet(let facet), .more(let facet, _): if kind == .required { facets.toggleFold(facet) }
        case nil: break
        }
        return []
    }

    /// Adds a filter, or takes it away where it is already; one of another kind for the same value goes.
    mutating func toggle(_ filter: ValueFilter) {
        let known = filters.first(where: filter.isSame)
        filters.removeAll(where: filter.isSame)
        if known?.kind != filter.kind { filters.append(filter) }
    }
}

extension Browser {
    private mutating func handleInReading(_ press: KeyPress) -> [Effect] {
        if press.key == .function1 || press == KeyPress(.character("?")) { return showKeys() }
        if reading?.showsEvidence == true { return handleInEvidence(press) }
        switch press.key {
        case .down, .enter, .character("j"): reading?.scroll(by: 1)
        case .up, .character("k"): reading?.scroll(by: -1)
        case .pageDown, .character(" "): reading?.scrollByPage(1)
        case .pageUp, .character("b"): reading?.scrollByPage(-1)
        case .home, .character("g"): reading?.scrollToEnd(false)
        case .end, .character("G"): reading?.scrollToEnd(true)
        case .character("n"): reading?.step(isNext: true)
        case .character("N"): reading?.step(isNext: false)
        case .character("e"): reading?.showsEvidence = true
        case .right, .character("l"): return openNeighbour(1)
        case .left, .character("h"): return openNeighbour(-1)
        case .character("o"): return [.leave(printing: reading?.article.identifier)]
        case .escape where reading?.goal != .hits: reading?.goToHits()
        case .escape, .character("q"), .backspace: close()
        default: break
        }
        return []
    }

    private mutating func handleInEvidence(_ press: KeyPress) -> [Effect] {
        switch press.key {
        case .down, .character("j"): reading?.selectValue(by: 1)
        case .up, .character("k"): reading?.selectValue(by: -1)
        case .pageDown, .character(" "): reading?.selectValue(by: max(1, height / 3))
        case .pageUp, .character("b"): reading?.selectValue(by: -max(1, height / 3))
        case .home, .character("g"): reading?.selectValue(by: Int.min)
        case .end, .character("G"): reading?.selectValue(by: Int.max)
        case .enter: _ = reading?.goToValue()
        case .escape, .character("e"), .character("q"), .backspace: reading?.showsEvidence = false
        default: break
        }
        return []
    }

    /// Opens the hit before or after, if it is known.
    private mutating func openNeighbour(_ step: Int) -> [Effect] {
        guard let row = hits.row(hits.selection + step) else {
            // The page is asked for as soon as the selection is there.
            hits.move(by: hits.selection + step < hits.total ? step : 0)
            return []
        }
        hits.move(by: step)
        return open(row.identifier)
    }
}

import Gazetteer
import PluginAPI
import PluginConformance
import Testing

/// What a table says of its values.
@Suite struct TableTests {
    @Test("Values are sorted by the bytes of their ids and keep their readings as aliases")
    func values() throws {
        let rows = [
            "KR,South Korea,Seoul,capital", "-,,Seoul Street,nothing", "KR,,Soul*,name",
            "CN,China,(the )?Middle Kingdoms?,name", "KR-LONG-ID-2,b,b,name", "KR-LONG-ID-1,a,a,name",
        ]
        let plugin = try plugin("id,label,form,kind", rows)
        #expect(plugin.values.map(\.id) == ["CN", "KR", "KR-LONG-ID-1", "KR-LONG-ID-2"])
        #expect(plugin.values.map(\.label) == ["China", "South Korea", "a", "b"])
        #expect(plugin.values[1].aliases == ["Seoul"])
        #expect(
            plugin.values[0].aliases == [
                "Middle Kingdom", "Middle Kingdoms", "the Middle Kingdom", "the Middle Kingdoms",
            ])
        #expect(plugin.rules == ["capital", "nothing", "name"])
    }

    @Test(
        "Columns may come in any order, most may be missing, and a file may have a byte order mark and CRLF")
    func columns() throws {
        let plain = try plugin("form,id", ["Seoul,KR"])
        #expect(plain.values == [FacetValue(id: "KR", label: "KR", aliases: ["Seoul"])])
        #expect(plain.rules == ["name"])
        let manifest = PluginManifest(name: "test", kind: .facet, version: 1, summary: "")
        let bytes =
            [0xEF, 0xBB, 0xBF] + Array("# x\r\nid\tform\tcase\r\n\r\nKR\t Seoul \tany\r\nJP\tTokyo".utf8)
        let windows = try GazetteerPlugin(manifest: manifest, table: bytes)
        #expect(try found("seoul and Tokyo", windows) == ["seoul|KR", "Tokyo|JP"])
        #expect(
            try windows.mentions(in: [MarkedText("seoul and Tokyo").document])[0].mentions.map(\.row) == [
                4, 5,
            ])
    }

    @Test("Members have days from the first of a year or month to the last")
    func members() throws {
        let members = ["NATO,country:FI,2023-04-04,", "NATO,country:US,1949,2024-02", "NATO,region:a:b"]
        let plugin = try plugin("id,form", ["NATO,NATO"], members: members)
        let date = { CalendarDate(year: $0, month: $1, day: $2) }
        #expect(
            plugin.values[0].members == [
                Membership(facet: "country", id: "FI", from: date(2023, 4, 4)),
                Membership(facet: "country", id: "US", from: date(1949, 1, 1), to: date(2024, 2, 29)),
                Membership(facet: "region", id: "a:b"),
            ])
    }

    @Test("Another table, list, member, version, name or metonym has another fingerprint")
    func fingerprints() throws {
        let plugins = [
            try plugin("id,form", ["A,b"]), try plugin("id,form", ["A,c"]),
            try plugin("id,form", ["A,b"], version: 2), try plugin("id,form", ["A,b"], name: "x"),
            try plugin("id,form", ["A,b"], lists: ["l,w"]),
            try plugin("id,form", ["A,b"], members: ["A,x:y"]),
            try plugin("id,form", ["A,b"], metonyms: ["name"]),
        ]
        #expect(Set(plugins.map(\.fingerprint)).count == plugins.count)
        #expect(try plugin("id,form", ["A,b"]).fingerprint == plugins[0].fingerprint)
    }

    @Test("A plugin is read from the files of its folder, and says which field of plugin.json is wrong")
    func folders() throws {
        var folder = files("id,form", ["A,b"])
        let json =
            #"{"name": "weapon", "kind": "facet", "version": 3, "summary": "s", "metonyms": ["capital"]}"#
        folder["plugin.json"] = Array(json.utf8)
        folder["README.md"] = [0xFF]
        let plugin = try GazetteerPlugin(files: folder)
        #expect(
            (plugin.manifest.name, plugin.manifest.version, plugin.manifest.isActor) == ("weapon", 3, false))
        #expect(plugin.manifest.metonyms == ["capital"])
        for (json, message) in [
            ("", "plugin.json:1: expected a value, but the text ends, at byte 1"),
            ("{\n\"name\": \"x\",\n}", "plugin.json:3: expected a name in quotation marks, at byte 1"),
            (json.replacing("facet", with: "format"), "plugin.json:1: “metonyms” is for facets"),
            (
                json.replacing("metonyms", with: "metonym"),
                "plugin.json:1: there is no member “metonym”; known are name, kind, version, licence, sources, "
                    + "summary, isActor, metonyms, program, limits, options, endings, mediaTypes, confidence"
            ),
            (
                json.replacing("3", with: "\"3\""),
                "plugin.json:1: “version” is not a whole number from 1 to 2147483647"
            ),
            (
                json.replacing("weapon", with: "Weapon"),
                "plugin.json:1: “Weapon” is no name: lower-case letters, digits and hyphens, a letter first, at most 64"
            ),
        ] {
            folder["plugin.json"] = Array(json.utf8)
            #expect(throws: GazetteerError.self) { try GazetteerPlugin(files: folder) }
            do { _ = try GazetteerPlugin(files: folder) } catch { #expect("\(error)" == message) }
        }
        folder["plugin.json"] = nil
        #expect(throws: GazetteerError.self) { try GazetteerPlugin(files: folder) }
    }
}

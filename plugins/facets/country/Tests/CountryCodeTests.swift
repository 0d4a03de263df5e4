import CountryFacet
import Foundation
import Gazetteer
import PluginAPI
import Testing

/// The 249 codes of ISO 3166-1 alpha-2, and XK.
///
/// Source: ISO 3166-1, as Debian's iso-codes lists it; XK is user-assigned, as the EU and the IMF write Kosovo.
private let codes = Set(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ
    BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM
    DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS
    GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
    KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ
    MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
    PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
    SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
    VN VU WF WS YE YT ZA ZM ZW XK
    """.split(whereSeparator: \.isWhitespace).map(String.init))

/// The codes ISO keeps for former States.
private let former: Set<String> = ["CS", "DD", "SU", "YU"]

/// Every row of the table in the source tree, by the names of its columns.
private let rows: [[String: Substring]] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Data/table.tsv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        .map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    let header = lines.first?.map(String.init) ?? []
    return lines.dropFirst().map { cells in
        Dictionary(uniqueKeysWithValues: zip(header, cells)).filter { !$0.value.isEmpty }
    }
}()

@Test("Every code of ISO 3166-1 is a country, and nothing else but Kosovo and former States")
func everyCode() throws {
    #expect(codes.count == 250)
    #expect(Set(try CountryFacetTests.plugin.get().values.map(\.id)) == codes.union(former))
}

@Test("Every code has a name, and a demonym where people live and have one")
func everyName() {
    // Nobody is settled there, or has a name of his own for it (SJ, VA).
    let without: Set<String> = ["AQ", "BV", "GS", "HM", "SJ", "TF", "UM", "VA"]
    for code in codes {
        let english = rows.filter { $0["id"] ?? "" == code && $0["lang"] ?? "en" == "en" }
        let kinds = Set(english.compactMap { $0["kind"] })
        #expect(kinds.contains("name"), "\(code)")
        #expect(kinds.contains("demonym") != without.contains(code), "\(code)")
    }
}

@Test("No form stands for two countries without a condition, a day or a language that tells them apart")
func formsAreDistinct() {
    let forms = Dictionary(grouping: rows.filter { $0["id"] != "-" }) { $0["form"] ?? "" }
    for (form, rows) in forms where Set(rows.map { $0["id"] ?? "" }).count > 1 {
        let isTold = rows.count {
            !Set(["conditions", "from", "to", "lang"]).isDisjoint(with: $0.keys)
        }
        #expect(isTold >= rows.count - 1, "\(form)")
    }
}

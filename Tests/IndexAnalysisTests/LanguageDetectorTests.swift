import Testing

@testable import IndexAnalysis

/// A sentence or two of each language, on one matter.
private let sentences: [(String, String)] = [
    (
        "en",
        "The government announced new sanctions on Tuesday. Ministers said that talks with both neighbours would go on."
    ),
    (
        "fr",
        "Le gouvernement a annoncé mardi de nouvelles sanctions. Les ministres ont dit que les pourparlers avec les deux voisins continueraient."
    ),
    (
        "de",
        "Die Regierung hat am Dienstag neue Sanktionen angekündigt. Die Gespräche mit den beiden Nachbarn gehen nach Angaben der Minister weiter."
    ),
    (
        "es",
        "El gobierno anunció el martes nuevas sanciones. Los ministros dijeron que las conversaciones con los dos vecinos continuarían."
    ),
    (
        "pt",
        "O governo anunciou na terça-feira novas sanções. Os ministros disseram que as conversas com os dois vizinhos vão continuar."
    ),
    (
        "it",
        "Il governo ha annunciato martedì nuove sanzioni. I ministri hanno detto che i colloqui con i due vicini andranno avanti."
    ),
    (
        "ru",
        "Правительство объявило во вторник о новых санкциях. Министры сказали, что переговоры с обоими соседями продолжатся."
    ),
    (
        "nl",
        "De regering heeft dinsdag nieuwe sancties aangekondigd. De gesprekken met de twee buurlanden gaan volgens de ministers door."
    ),
    (
        "sv",
        "Regeringen meddelade på tisdagen nya sanktioner. Samtalen med de båda grannländerna fortsätter, sade ministrarna."
    ),
    (
        "da",
        "Regeringen meddelte tirsdag nye sanktioner. Samtalerne med de to nabolande fortsætter, sagde ministrene."
    ),
    (
        "no",
        "Regjeringen kunngjorde tirsdag nye sanksjoner. Samtalene med de to nabolandene fortsetter, sa statsrådene."
    ),
    (
        "fi",
        "Hallitus ilmoitti tiistaina uusista pakotteista. Neuvottelut molempien naapurimaiden kanssa jatkuvat, ministerit sanoivat."
    ),
    (
        "pl",
        "Rząd ogłosił we wtorek nowe sankcje. Ministrowie powiedzieli, że rozmowy z oboma sąsiadami będą trwały."
    ),
    (
        "cs",
        "Vláda v úterý oznámila nové sankce. Ministři uvedli, že rozhovory s oběma sousedy budou pokračovat."
    ),
    (
        "tr",
        "Hükümet salı günü yeni yaptırımlar açıkladı. Bakanlar, iki komşuyla görüşmelerin süreceğini söyledi."
    ),
    (
        "hu",
        "A kormány kedden új szankciókat jelentett be. A miniszterek szerint a tárgyalások mindkét szomszéddal folytatódnak."
    ),
    (
        "ro",
        "Guvernul a anunțat marți noi sancțiuni. Miniștrii au spus că discuțiile cu cei doi vecini vor continua."
    ),
    (
        "uk",
        "Уряд оголосив у вівторок нові санкції. Міністри сказали, що переговори з обома сусідами триватимуть."
    ),
    ("zh", "政府星期二宣布实施新的制裁。部长们表示，与两个邻国的谈判将继续进行。"),
    ("ja", "政府は火曜日に新たな制裁を発表した。閣僚は両隣国との協議を続けると述べた。"),
    ("ko", "정부는 화요일 새로운 제재를 발표했다. 장관들은 두 이웃 나라와의 회담이 계속될 것이라고 말했다."),
    ("th", "รัฐบาลประกาศมาตรการคว่ำบาตรใหม่เมื่อวันอังคาร รัฐมนตรีกล่าวว่าการเจรจากับเพื่อนบ้านทั้งสองจะดำเนินต่อไป"),
    ("ar", "أعلنت الحكومة يوم الثلاثاء عقوبات جديدة. وقال الوزراء إن المحادثات مع الجارين ستستمر."),
    (
        "el",
        "Η κυβέρνηση ανακοίνωσε την Τρίτη νέες κυρώσεις. Οι υπουργοί είπαν ότι οι συνομιλίες με τους δύο γείτονες θα συνεχιστούν."
    ),
    ("he", "הממשלה הודיעה ביום שלישי על סנקציות חדשות. השרים אמרו כי השיחות עם שתי השכנות יימשכו."),
]

/// A long text in which common words decide.
private let longer: [(String, String)] = [
    (
        "en",
        "They said that the harbour, which had been closed for a week, would open again and that ships from the north have their berths."
    ),
    (
        "fr",
        "Le port est fermé, et les navires qui sont dans la rade ne peuvent pas entrer, mais une partie des équipages est à terre pour la nuit."
    ),
    (
        "de",
        "Der Hafen ist nicht mehr gesperrt, und auch die Schiffe, die auf dem Strom liegen, dürfen mit einem Lotsen zum Kai, wird gemeldet."
    ),
    (
        "es",
        "El puerto sigue cerrado, pero los barcos y las tripulaciones que hay en la bahía fueron muy bien atendidos, y los vecinos también ayudan."
    ),
    (
        "pt",
        "O porto não está aberto, mas os navios são atendidos em uma baía com um rebocador, e não há perigo, disse também o capitão pela rádio."
    ),
    (
        "it",
        "Il porto è chiuso, e gli equipaggi delle navi che sono nella rada dicono che il pilota della capitaneria non sale più di notte, anche con luna."
    ),
]

@Suite struct LanguageDetectorTests {
    private func language(_ text: String, stated: String? = nil) -> String? {
        let bytes = Array(text.utf8)
        var tokens = TokenBuffer()
        Tokenizer().appendTokens(of: bytes, in: 0..<bytes.count, to: &tokens)
        return LanguageDetector.language(of: bytes, in: [0..<bytes.count], stated: stated, tokens: tokens)
    }

    @Test("Common words decide only where nearly all are of one language")
    func commonWords() {
        func common(_ text: String) -> String? {
            let bytes = Array(text.utf8)
            var tokens = TokenBuffer()
            Tokenizer().appendTokens(of: bytes, in: 0..<bytes.count, to: &tokens)
            return CommonWords.language(of: tokens)
        }
        #expect(common("und das nicht ist auf the") == "de")
        #expect(common("und das nicht ist the that") == nil)
        #expect(common("und das nicht") == nil)
    }

    @Test("A statement holds where the text is of several languages", arguments: ["fr", "pl", "tr"])
    func mixtures(stated: String) {
        let texts = Dictionary(uniqueKeysWithValues: sentences.map { ($0.0, $0.1) })
        for (one, other) in [("el", "ru"), ("he", "ar"), ("cs", "el"), ("hu", "ru"), ("ko", "th")] {
            guard let first = texts[one], let second = texts[other], stated != one, stated != other else {
                continue
            }
            #expect(language(first + " " + second, stated: stated) == stated, "\(one) and \(other)")
        }
    }

    @Test("A sentence or two tell the language", arguments: sentences + longer)
    func detects(expected: String, text: String) {
        #expect(language(text) == expected)
        // Asked again, it says the same.
        #expect(language(text, stated: expected) == expected)
        #expect(language(text, stated: expected + "-XX") == expected + "-XX")
    }

    @Test("A statement that the text clearly contradicts does not count", arguments: sentences)
    func lies(expected: String, text: String) {
        let isLong = text.utf8.count >= 110
        let lie = expected == "en" ? "fr" : "en"
        #expect(language(text + " " + text, stated: lie) == expected)
        #expect(isLong || language(text, stated: lie) != nil)
    }

    @Test(
        "Names, numbers and titles alone tell nothing; then the statement holds",
        arguments: [
            "", "2014", "OPEC+", "Kim Jong-un", "Merkel, Macron", "Sanktionen", "Sanctions contre l'Iran",
            "東京", "— … ?!", "ABC-123 XY-9",
        ])
    func unknown(text: String) {
        #expect(language(text) == nil)
        #expect(language(text, stated: "de-CH") == "de-CH")
        #expect(language(text, stated: "!") == "!")
    }

    @Test("Between languages that are nearly alike the statement decides")
    func neighbours() {
        let danish = sentences.first { $0.0 == "da" }?.1 ?? ""
        #expect(language(danish + " " + danish, stated: "nb") == "nb")
    }

    @Test("Invalid bytes and cut code points do no harm")
    func hostile() {
        var random = SplitMix(state: 9)
        for _ in 0..<300 {
            let text = (0..<Int.random(in: 0...2000, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            var tokens = TokenBuffer()
            Tokenizer().appendTokens(of: text, in: 0..<text.count, to: &tokens)
            _ = LanguageDetector.language(
                of: text, in: [0..<text.count / 2, text.count / 2..<text.count], stated: nil, tokens: tokens)
        }
        let long = String(repeating: "政府星期二宣布实施新的制裁。", count: 200)
        #expect(language(" " + long) == "zh" && language("  " + long) == "zh")
    }
}

import PluginAPI

/// Short articles in many languages about the same matters.
enum MixedArticles {
    /// By identifier: the language, a number, and what was written.
    static let all: [(identifier: String, text: String)] = [
        (
            "en1",
            "Ministers agree\n\nThe ministers announced on Tuesday that the sanctions against both banks, which had been imposed in 2019, would stay. NATO and the harbour of Odessa were not named."
        ),
        (
            "en2",
            "The ship that died\n\nThe captain said that he had been sanctioned by the port, and that his crew would die without water from the harbours of this coast."
        ),
        (
            "fr1",
            "Les ministres d'accord\n\nLes ministres ont annoncé mardi que les sanctions contre les deux banques, décidées en 2019, sont maintenues. L'OTAN et les négociations sur le cheval de Troie n'ont pas été évoquées."
        ),
        (
            "fr2",
            "Une banque sanctionnée\n\nLa banque a été sanctionnée par la cour, mais une négociation est en cours pour les chevaux et les portes de la ville, qui sont fermées."
        ),
        (
            "de1",
            "Minister einig\n\nDie Minister haben am Dienstag erklärt, dass die Sanktionen gegen die beiden Banken auch nach den Verhandlungen von 2019 nicht aufgehoben werden. Die NATO und die Häuser an der Straße wurden nicht erwähnt."
        ),
        (
            "de2",
            "Verhandlung im Haus\n\nDie Verhandlung über die Größe des Hauses ist nicht zu Ende, und auch eine Sanktion wird von dem Gericht für möglich gehalten."
        ),
        (
            "es1",
            "Los ministros\n\nLos ministros anunciaron el martes que las sanciones contra los dos bancos y las negociaciones de 2019 siguen, pero la OTAN no fue mencionada."
        ),
        (
            "es2",
            "Una sanción\n\nLa negociación fue muy larga, pero los vecinos del puerto también temen una sanción, y los niños no van a la escuela."
        ),
        (
            "pt1",
            "Os ministros\n\nOs ministros anunciaram na terça-feira que as sanções contra os dois bancos e as negociações de 2019 não acabaram, e a OTAN não foi citada em uma só linha."
        ),
        (
            "pt2",
            "Uma sanção\n\nA negociação não terminou, e uma sanção ao porto é esperada também pelo governo alemão, com um prazo em aberto, disse um ministro."
        ),
        (
            "it1",
            "I ministri\n\nI ministri hanno annunciato martedì che le sanzioni contro le due banche e i negoziati del 2019 restano, e della NATO non si è parlato nella città."
        ),
        (
            "it2",
            "Una sanzione\n\nIl negoziato sul porto non è finito, e una sanzione della banca è attesa anche dagli abitanti delle case che sono nella zona più alta."
        ),
        (
            "ru1",
            "Министры согласны\n\nМинистры объявили во вторник, что санкции против обоих банков, введённые в 2019 году, остаются. О переговорах с НАТО и о российском порте они не говорили, это было ясно."
        ),
        (
            "ru2",
            "Новая санкция\n\nПереговоры о портах ещё идут, но новая санкция против банка уже готова, что подтвердил российский министр. Ёлки во дворе были зелёные."
        ),
        (
            "nl1",
            "Ministers eens\n\nDe ministers hebben dinsdag gezegd dat de sancties tegen de twee banken en de onderhandelingen van 2019 niet ophouden. Over de NAVO werd niet gesproken, en een besluit heeft geen haast."
        ),
        (
            "nl2",
            "Een sanctie\n\nDe onderhandeling over de haven is niet klaar, maar een sanctie wordt deze week verwacht bij de bank, zei hij naar aanleiding van het besluit."
        ),
        (
            "sv1",
            "Ministrarna eniga\n\nMinistrarna meddelade på tisdagen att sanktionerna mot de båda bankerna och förhandlingarna från 2019 inte är slut. Nato nämndes inte i ett ord."
        ),
        (
            "sv2",
            "En sanktion\n\nFörhandlingen om hamnen är inte klar, och en sanktion mot banken väntas till hösten, sade ett av statsråden som inte är att lita på."
        ),
        (
            "pl1",
            "Ministrowie zgodni\n\nMinistrowie ogłosili we wtorek, że sankcje wobec obu banków z 2019 roku zostają. O NATO i o Łodzi nie było mowy, powiedział rzecznik Wałęsy."
        ),
        (
            "zh1",
            "部长们同意\n\n部长们星期二宣布，2019年对两家银行实施的制裁将继续。中国的经济改革和北京的大学没有被提到。"
        ),
        (
            "ja1",
            "閣僚が合意\n\n閣僚は火曜日、2019年に両銀行に科された制裁を続けると発表した。東京大学とＮＡＴＯについては触れなかった。ﾆｭｰｽによると経済は回復している。"
        ),
        (
            "ko1",
            "장관들 합의\n\n장관들은 화요일 두 은행에 대한 2019년의 대북제재가 계속된다고 발표했다. 서울에서 열린 정상회담과 한국은 언급되지 않았다."
        ),
        (
            "th1",
            "รัฐมนตรีเห็นพ้อง\n\nรัฐมนตรีประกาศเมื่อวันอังคารว่ามาตรการคว่ำบาตรต่อธนาคารสองแห่งในปี 2019 จะคงอยู่ต่อไป ประเทศไทยและรถไฟไม่ได้ถูกกล่าวถึง"
        ),
        (
            "ar1",
            "الوزراء يتفقون\n\nأعلن الوزراء يوم الثلاثاء أن العقوبات على المصرفين منذ 2019 ستبقى. ولم يذكر القرآن ولا الأمم المتحدة في البيان."
        ),
        (
            "el1",
            "Οι υπουργοί συμφωνούν\n\nΟι υπουργοί ανακοίνωσαν την Τρίτη ότι οι κυρώσεις κατά των δύο τραπεζών από το 2019 παραμένουν. Ο λόγος του Σωκράτη δεν αναφέρθηκε."
        ),
    ]

    static var source: ArticleSource {
        var source = ArticleSource()
        for (identifier, text) in all { source.write("news/" + identifier, text) }
        return source
    }

    /// The sentences of a language's articles.
    static func sentences(_ language: String) -> [String] {
        all.filter { $0.identifier.hasPrefix(language) }.flatMap {
            $0.text.split { ".。\n".contains($0) }.map(String.init)
        }
    }

    static let languages = Set(all.map { String($0.identifier.prefix(2)) }).sorted()
}

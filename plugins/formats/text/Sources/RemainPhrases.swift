/// How pages say what they leave behind, in the languages that articles are mostly copied from.
enum RemainPhrases {
    static let replies = PhraseTable(
        """
        leave a reply|comment|response
        leave your comment|reply
        post|add|write a|your comment
        join the discussion|conversation
        cancel reply
        reply to this
        have your say
        comments are closed
        schreibe|schreiben_sie|hinterlasse|hinterlassen_sie einen|eine|ihren kommentar|antwort
        kommentar schreiben|verfassen|hinterlassen|abgeben
        laisser un commentaire
        laissez un commentaire
        ajouter un commentaire
        deja|dejar|escribe un|tu comentario
        deja una respuesta
        lascia un commento
        rispondi $
        deixe um|seu|o_seu comentário
        deixe uma resposta
        добавить|оставить|написать комментарий
        оставьте комментарий
        plaats|geef een reactie
        laat een reactie
        发表评论
        發表評論
        发表回复
        コメントを残す
        コメントを投稿
        댓글 남기기
        """)
    static let replySentences = PhraseTable(
        """
        your email address will not be published
        your e-mail address will not be published
        you must be logged in to post
        deine e-mail-adresse wird nicht veröffentlicht
        votre adresse e-mail|de_messagerie ne sera pas publiée
        tu dirección de correo electrónico no será publicada
        il tuo indirizzo email non sarà pubblicato
        o seu|seu endereço de e-mail|email não será publicado
        ваш адрес email|e-mail не будет опубликован
        je e-mailadres wordt niet gepubliceerd
        您的电子邮箱地址不会被公开
        メールアドレスが公開されることはありません
        """)
    static let comments = PhraseTable(
        """
        comments?
        comment|responses|response|replies|reply|thoughts
        kommentare|kommentar|commentaires|commentaire|comentarios|comentario|commenti|commento
        comentários|comentário|комментариев|комментария|комментарий|reacties|reactie|条评论|件のコメント
        """)
    static let ofComments = PhraseTable(
        """
        to|on|so_far|for|zu|sur|en|su|em|к
        """)
    static let related = PhraseTable(
        """
        related articles|posts|stories|news|content|topics|links|reading|coverage|:
        you may|might also like|enjoy|be
        more from this|the author
        more stories|articles|news
        most read|popular
        recommended for_you|stories|articles|:
        read next
        see also
        don't miss
        trending $
        latest news
        das könnte sie auch interessieren
        mehr zum thema
        lesen_sie|lies auch
        weitere artikel|beiträge
        à lire aussi
        lire aussi
        sur le même sujet
        articles liés|similaires
        artículos relacionados
        noticias relacionadas
        te puede interesar
        también te puede
        articoli correlati
        leggi anche
        potrebbe interessarti
        artigos|notícias relacionados|relacionadas
        leia também|mais
        veja também
        читайте также
        по теме
        смотрите также
        lees ook
        gerelateerde artikelen|berichten
        相关阅读
        相关文章
        相關閱讀
        延伸閱讀
        関連記事
        関連ニュース
        관련 기사
        """)
    static let readMore = PhraseTable(
        """
        read more :
        read more:
        read also|next :
        also read :|:
        also read:
        see also:
        related:
        more:
        watch:
        listen:
        continue reading
        lesen sie auch:
        mehr dazu:
        lire aussi :
        lire aussi:
        à lire aussi :
        lea también:
        lee también:
        leggi anche:
        leia também:
        leia mais:
        читайте также:
        lees ook:
        """)
    static let sharing = PhraseTable(
        """
        share this|on|via|: article|post|story|:?
        like this:
        like loading
        loading...
        click to share|print|email
        follow us on
        follow @
        print this article|page|story
        email this
        this site uses akismet
        tweet this
        copy link
        send to a friend
        teilen auf|mit|:
        diesen artikel|beitrag teilen|drucken
        partager sur|:|cet
        compartir en|:|esto
        comparte esto
        condividi su|:|questo
        compartilhe|compartilhar isso|em|no|:|este?
        поделиться|поделитесь в|:|с?
        deel dit|op|:
        分享到
        シェアする
        """)
    static let prompts = PhraseTable(
        """
        sign up for|to our|the|receive|get|my free?
        subscribe to|now|today|for our|the|receive|get|continue?
        get our|the newsletter|daily_newsletter|weekly_newsletter
        join our newsletter|mailing_list
        enter your email|e-mail
        already a|have subscriber|member|an_account
        log in to continue|read
        register to continue|read
        support our|independent work|journalism
        if you enjoyed|liked this article|post|piece|story
        thank you for reading|subscribing
        we use cookies
        this website|site uses cookies
        by continuing to use|browse|using
        by clicking|using you_agree|this_site|this_website|“accept|"accept|"i_agree
        accept all|cookies cookies?
        cookie policy|settings|consent
        advertisement $
        sponsored content|links
        skip to content|main
        this slideshow|video|content|site requires javascript
        please enable javascript
        please use a html5
        your browser does not support
        back to top
        melden sie sich|sich_für
        abonnieren sie
        newsletter abonnieren
        wir verwenden|nutzen cookies
        diese website verwendet|nutzt cookies
        inscrivez-vous à notre|la
        abonnez-vous à|pour
        nous utilisons des cookies
        ce site utilise des cookies
        suscríbete|suscríbase a
        utilizamos cookies
        este sitio|site utiliza|usa cookies
        iscriviti alla newsletter
        questo sito utilizza|usa i? cookie
        inscreva-se|assine em|a|na|no nossa|newsletter?
        подпишитесь|подписывайтесь на
        мы используем cookie|файлы
        schrijf je in
        meld je aan voor
        wij|we gebruiken cookies
        """)
    static let labels = PhraseTable(
        """
        tags|tag|tagged|labels|categories|category|keywords|topics|schlagwörter|schlagworte|kategorien :
        étiquettes|mots-clés|catégories|etiquetas|categorías|categorias|tag|categorie|теги|метки|рубрики :
        mots-clés|étiquettes|catégories :
        filed under|in
        posted in
        tagged with
        标签：
        分类：
        タグ：
        """)
    static let credits = PhraseTable(
        """
        photo|photos|image|images|picture|pictures|photograph|illustration|graphic|video|foto|fotos|bild :
        photo|image|picture|illustration credit|courtesy|credits :|by|of?
        photo|image|photograph|picture|illustration by
        photo|crédit|crédits photo?|photos? :
        featured image
        credit|credits|caption :
        fotografía|imagen|immagine|imagem|фото|иллюстрация :
        фото:
        写真：
        写真提供
        图片：
        图片来源
        图：
        사진=
        사진:
        """)
    static let biographies = PhraseTable(
        """
        about the author|authors|writer|writers|contributor|contributors
        author bio|biography|note
        the author|authors|writer|writers|columnist|contributor is|are|was|works|teaches|can
        über|zum|zur den|die|der? autor|autorin|autoren|verfasser|person
        der|die autor|autorin|verfasser|verfasserin ist
        à propos de l'auteur|l’auteur|l'autrice|l’autrice
        l'auteur|l’auteur|l'autrice|l’autrice est
        sobre|acerca el|la|los|de_la|del|o|a|os autor|autora|autores
        el|la|o|a autor|autora es|é
        sull'autore|sull’autore|sull'autrice|sull’autrice
        l'autore|l’autore|l'autrice|l’autrice è
        об авторе|авторах
        автор|авторы —|– 
        over de auteur|auteurs|schrijver
        de auteur|schrijver is
        关于作者
        关於作者
        作者简介
        作者簡介
        作者系
        作者为
        作者是
        著者紹介
        著者プロフィール
        筆者紹介
        글쓴이
        저자 소개
        """)
    /// What the last lines of an article say of those who had a part in it and how to reach them, in their midst.
    static let contributions = PhraseTable(
        """
        contributed to this report|article|story|piece
        contributed reporting
        may|can be reached at|by|on
        appears|appeared in print on
        edited|condensed for length|clarity|brevity
        edited|condensed and condensed|edited|shortened for|from
        """)
    /// Where a reader is told to turn to; an address follows.
    static let contacts = PhraseTable(
        """
        contact|email|e-mail|reach|follow|write 
        have a tip|story|question
        """)
    /// What follows an author's name where the author is introduced.
    static let professions = PhraseTable(
        """
        is|was|has|works|writes|teaches|covers|serves|holds|directs|heads|edits|leads|currently|reports|served
        a|an|the|who|senior|professor|director|editor|fellow
        can be reached
        ist|arbeitet|lehrt|schreibt|leitet
        est|enseigne|travaille|écrit|dirige
        es|trabaja|enseña|escribe|dirige
        è|insegna|lavora|scrive|dirige
        é|ensina|trabalha|escreve
        —|–
        работает|преподаёт|преподает|пишет
        werkt|doceert|schrijft
        """)
    static let sources = PhraseTable(
        """
        source|sources|via|quelle|quellen|fuente|fuentes|fonte|fonti|fontes|источник|bron|bronnen :
        来源：
        来源:
        文章来源
        來源：
        出典：
        転載元：
        출처:
        """)
    static let copyright = PhraseTable(
        """
        all rights reserved
        copyright ©|(c)|by|19|20
        © 
        (c) 19|20
        c) 19|20
        alle rechte vorbehalten
        tous droits réservés
        todos los derechos reservados
        tutti i diritti riservati
        todos os direitos reservados
        все права защищены
        alle rechten voorbehouden
        版权所有
        版權所有
        無断転載
        """)
    static let notices = PhraseTable(
        """
        the|any|all? views|opinions expressed|and
        views|opinions expressed in|are|here
        disclaimer :
        the content of this article|page
        this article|content|story|text|work|essay|post is|was licensed|published|provided|made under
        this article|story|post|text has been updated|corrected|edited
        this is an edited|abridged version|transcript
        editor's|editors'|editor’s|publisher's|publisher’s note :
        the usual disclaimer
        reproduction|republication of|without|in|is
        die in diesem|dieser artikel|beitrag|kolumne
        les opinions|propos exprimées|exprimés
        las opiniones expresadas
        le opinioni espresse
        as opiniões expressas
        мнение автора|редакции
        声明：
        免责声明
        """)
    static let origins = PhraseTable(
        """
        this|the article|story|essay|piece|post|commentary|op-ed|report|interview|column|analysis|text|blog|feature|review|paper was|has_been|is? originally|first|previously|initially|also? published|appeared|posted|republished|reprinted|printed|released|produced|featured|written|ran originally|first? by|in|at|on|from|with_permission_from|with_permission_of|for
        a|an|one longer|shorter|similar|earlier|edited|different? version of this|the article|story|essay|piece|post|commentary|op-ed|report|column was|has_been? originally|first|previously|also? published|appeared|posted|ran originally|first? by|in|at|on|with
        originally|first|previously published|appeared|posted|printed by|in|at|on
        republished|reprinted|reposted|reproduced|syndicated here? with|by permission|kind_permission|the_permission|the_kind_permission from|of
        republished|reprinted|reposted|syndicated from
        cross-posted|crossposted from|at|with
        courtesy of
        dieser|der artikel|beitrag|text|kommentar|essay ist|erschien|wurde|wird zuerst|ursprünglich|erstmals? erschienen|veröffentlicht? in|bei|auf|im|am|von|der?
        dieser|der artikel|beitrag|text wurde|ist von
        zuerst|ursprünglich|erstmals erschienen|veröffentlicht in|bei|auf|im|von
        cet|cette article|texte|tribune|entretien a|est d'abord|initialement|originellement? été|paru|parue d'abord|initialement|originellement? publié|publiée|paru? initialement|d'abord|originellement|pour_la_première_fois? par|dans|sur|en
        article|texte|tribune|publié|publiée|paru|parue initialement|d'abord|publié|paru|originellement initialement|originellement? par|dans|sur
        este|el artículo|texto|reportaje|ensayo fue|ha_sido|se? originalmente|publicado|publicó|apareció publicado|originalmente|por_primera_vez|inicialmente? por|en
        publicado|artículo originalmente|publicado originalmente? en|por
        questo|l'articolo|l’articolo articolo|testo? è|fu|era stato|apparso|uscito? originariamente|originalmente|inizialmente|per_la_prima_volta? pubblicato|apparso? originariamente|originalmente|inizialmente|per_la_prima_volta? da|su|in|sul|dal|sulla|nel
        pubblicato|articolo originariamente|originalmente|pubblicato|apparso originariamente? da|su|in|sul|dal|sulla
        este|o artigo|texto|reportagem foi originalmente|primeiro? publicado|publicada originalmente|inicialmente|pela_primeira_vez|primeiro? por|em|no|na|pela|pelo
        publicado|artigo originalmente|publicado originalmente? por|em|no|na|pela|pelo
        эта|этот|данная|данный статья|текст|материал был|была|было? впервые|первоначально|изначально? опубликован|опубликована|вышел|вышла в|на|журналом|изданием газете|журнале|сайте?
        впервые|первоначально опубликовано|опубликован|опубликована в|на
        dit|het artikel|stuk|essay verscheen|is|werd eerder|eerst|oorspronkelijk? verschenen|gepubliceerd? in|op|bij|door
        oorspronkelijk|eerder verschenen|gepubliceerd in|op|bij|door
        本文原载于|本文原载|本文首发于|本文最初发表于|本文最早发表于|本文发表于|本文转载自|本文转自|转载自|原载于|文章来源：|文章来源:|本文原載於|本文轉載自|本文首發於|轉載自 ：?
        初出：|初出:|転載元：|転載元:|出典：
        """)
    /// What ends the name of a publication.
    static let nameEnds = [
        ". ", ", ", "; ", " under ", " with permission", " with the permission", " by permission", " and is ",
        " and has ", " and was ", " on january", " on february", " on march", " on april", " on may ",
        " on june",
        " on july", " on august", " on september", " on october", " on november", " on december", " (", " [",
        " in 1",
        " in 2", " http", " am 1", " le 1", " erschienen", " veröffentlicht", " publiziert", "。", "，", "（",
        "に掲載",
        " verschenen", " gepubliceerd", " and republished", " and reprinted", " as part of ", " as “",
        " as \"",
    ]
}

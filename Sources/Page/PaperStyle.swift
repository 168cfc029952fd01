// How forms look: TH Sarabun 16 pt, the letter of Thai offices, with lines high enough for a tone over a
// vowel over a consonant and a vowel under it. Lines to write on are dots, frames are thin and black,
// nothing has a colour: forms are photocopied.
//
// Marks reach above their line into the one before. Where a page begins there is none, and a browser would
// print them at the foot of the page before; so what holds words has a millimetre and more above them as
// padding, which every page that it goes on to has again (`box-decoration-break`), and gives it back to what
// stands above as a negative margin, which a page's beginning drops. Vowels below have the like.

extension Paper {
    static let style: StaticString = """
        @page{@bottom-right{content:"หน้า " counter(page) " / " counter(pages);\
        font:12pt "TH Sarabun New","TH SarabunPSK",Laksaman,sans-serif;color:#000}\
        @bottom-left{font:11pt "TH Sarabun New","TH SarabunPSK",Laksaman,sans-serif;color:#444}}\
        *{box-sizing:border-box}\
        html{-webkit-print-color-adjust:exact;print-color-adjust:exact}\
        body{font:16pt/1.3 "TH Sarabun New","TH SarabunPSK",Laksaman,sans-serif;color:#000;margin:0;\
        overflow-wrap:anywhere}\
        .sheet{max-width:173mm;margin:0 auto}.sheet+.sheet{break-before:page}\
        @media screen{body{background:#ddd;padding:8mm 0}\
        .sheet{background:#fff;padding:15mm;margin-bottom:8mm;max-width:210mm;box-sizing:border-box}}\
        h1{font-size:20pt;line-height:1.35;text-align:center;margin:0}\
        h2{font-size:16pt;line-height:1.42;padding-top:.8mm;margin:1.2mm 0 .5mm;break-after:avoid}\
        p,.line,.ticks{padding-top:1.3mm;margin:-1.3mm 0 0}\
        p,.area,td{orphans:2;widows:2;-webkit-box-decoration-break:clone;box-decoration-break:clone}\
        .par,.note,.area{padding:1.3mm 0 1mm;margin:-1.3mm 0 -1mm}\
        .under{text-align:center}.par{text-indent:20mm;white-space:pre-line}\
        :not(.par,table)+.par,:not(table)+.note{margin-top:-.3mm}\
        .under+:not(.under){margin-top:2mm}.under+p:not(.under),.under+.line{margin-top:.7mm}\
        .under+h2{margin-top:1.2mm}.note{font-size:13pt;line-height:1.3}\
        .right{text-align:right}\
        .garuda{position:relative;min-height:17mm;display:flex;align-items:flex-end;\
        justify-content:center;margin-bottom:3mm}.garuda h1{font-size:29pt;line-height:1}\
        .seal{position:absolute;left:0;top:0;width:15mm;height:15mm;border:.2mm dashed #bbb;\
        border-radius:50%;font-size:9pt;line-height:15mm;text-align:center;color:#999;white-space:nowrap}\
        section{border:.3mm solid #000;padding:1mm 2.5mm 1.5mm;margin-top:-.3mm}\
        section.short{break-inside:avoid}section h2{margin:-.8mm 0 .5mm}\
        .line{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 1mm}\
        .e{display:flex;align-items:baseline;min-width:min-content;gap:0 1mm}\
        .l,.a,.c{white-space:nowrap;flex:none}\
        .v{flex:1 1 0;min-width:4mm;line-height:1.22;border-bottom:.35mm dotted #000;padding:0 1mm}\
        .v:empty::before{content:"\\00a0"}.head .l{font-weight:bold;font-size:18pt}\
        .v.n{text-align:center}.v.whole{white-space:nowrap}\
        .area .l{margin-right:1.5mm}.area.blank{padding:0;margin:.5mm 0}\
        .t{white-space:pre-line;text-decoration:underline dotted .3mm;text-underline-offset:1.6mm;\
        text-decoration-skip-ink:none}\
        .ticks{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 4mm}\
        .ticks>.l{white-space:normal;flex:0 1 auto}\
        .k{display:flex;align-items:baseline;gap:0 1.5mm}.k.w{flex:1 1 60mm}.k .c{white-space:normal;\
        flex:0 1 auto}.k .v{flex:1 1 20mm}\
        svg.tick{width:4mm;height:4mm;flex:none;stroke:#000;stroke-width:1.2;vertical-align:-.4mm}\
        table{border-collapse:collapse;width:100%;margin:1.5mm 0;font-size:14pt;line-height:1.25;\
        table-layout:fixed}\
        thead{display:table-header-group}tr{break-inside:avoid}\
        th,td{border:.3mm solid #000;padding:.6mm 1.2mm;vertical-align:top;white-space:pre-line}\
        th{font-weight:bold;text-align:center;vertical-align:middle;overflow-wrap:normal;\
        padding:.6mm .5mm}\
        td.m{text-align:center}td.r{text-align:right;font-variant-numeric:tabular-nums}\
        tr.band td,tr.total td{font-weight:bold}tr.band{break-after:avoid}td:empty::after{content:"\\00a0"}\
        .signline{margin:1.7mm 0 1mm;break-inside:avoid;flex-wrap:nowrap}\
        .signline .v{flex:4 1 0}.signline .v.n{flex:5 1 0}.signline .v.d{flex:1 1 0}\
        .signline .v.who{flex:7 1 0}.signline .a{margin-right:2mm}\
        .signs+section,.signs+.boxes,.line+section,.ticks+section{margin-top:2mm}\
        .signs{display:grid;gap:3mm 8mm;margin:4mm 0 1mm;break-inside:avoid}\
        .signed{grid-template-columns:2fr 3fr}\
        .sign{break-inside:avoid}.post{text-align:center}.sign .l.b{margin-left:10mm}\
        .sign .a.b{margin-right:10mm}\
        .boxes{display:flex;margin-top:-.3mm}\
        .box{flex:1 1 0;min-width:0;border:.3mm solid #000;padding:1mm 2mm;margin-left:-.3mm;\
        break-inside:avoid}.box:first-child{margin-left:0}.box .signs{margin-top:3mm}\
        .box .sign .l.b{margin-left:3mm}.box .sign .a.b{margin-right:3mm}\
        svg.bars{display:block;fill:#000}\
        .card{display:flex;margin:6mm 0;font-size:10pt;line-height:1.25}\
        .side{flex:none;width:85.6mm;height:54mm;border:.2mm dashed #666;padding:1.5mm 3mm;overflow:hidden;\
        position:relative}.side+.side{border-left:0}\
        .issuer,.kind{text-align:center;font-weight:bold}.issuer{font-size:9pt;white-space:nowrap;\
        overflow:hidden;text-overflow:ellipsis}.kind{font-size:12pt}\
        .face{display:flex;gap:3mm;margin-top:1mm;height:40.5mm}\
        .photo{width:25mm;height:32mm;white-space:pre-line;border:.2mm solid #000;font-size:9pt;\
        text-align:center;padding-top:11mm;flex:none}\
        .facts{flex:1;min-width:0;display:flex;flex-direction:column}.facts .line{flex:none}\
        .who{flex:0 1 auto;padding-top:.8mm;margin-top:-.8mm;line-height:1.2;overflow:hidden;\
        display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;\
        border-bottom:.35mm dotted #000}.who .l{margin-right:1mm}\
        .who.long{font-size:8pt}.who.longer{font-size:7pt;line-height:1.15;-webkit-line-clamp:3}\
        .signers{display:flex;gap:4mm;margin-top:5mm}.signers .line{flex:1}\
        .side svg.bars{width:70mm;height:10mm;margin:1.5mm auto 0}\
        .labels{width:210mm;height:296.8mm;display:grid;grid-template-columns:repeat(3,70mm);\
        grid-auto-rows:37.1mm;break-after:page;break-inside:avoid}\
        .label{display:flex;flex-direction:column;justify-content:center;padding:1mm 3mm;font-size:11pt;\
        line-height:1.35;text-align:center;overflow:hidden;\
        break-inside:avoid}.labels:last-child{break-after:auto}\
        .label p{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}\
        .label .owner{font-size:10pt}.label .number{flex:none;font-weight:bold;font-size:13pt;\
        white-space:normal;word-break:break-all}.label .long{font-size:10pt;line-height:1.2}\
        .label .longer{font-size:6.5pt;line-height:1.2}\
        .label .foot{font-size:9pt}.label svg.bars{width:62mm;height:10mm;margin:.5mm auto;flex:none}
        """
}

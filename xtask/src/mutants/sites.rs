//! Finds the places of a source file that can be broken, and how.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use anyhow::{Context, Result};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, BinOp, Expr, ImplItem, Item, ReturnType, Signature, Type};

/// A way to break a place: what stands there instead, and what people call it.
pub(super) struct Mutant {
    /// From 1 on, over all files.
    pub id: u32,
    /// The file, the function and what is changed, without line numbers, which move.
    pub name: String,
    pub line: usize,
    /// The operator or value that takes the place of what stands there.
    text: String,
    /// Whether it is left out, because the result does not compile.
    pub is_unviable: bool,
}

/// A place of the file, and the ways to break it.
pub(super) struct Site {
    range: Range<usize>,
    shape: Shape,
    pub mutants: Vec<Mutant>,
}

/// How a place is written so that it can be broken at run time.
enum Shape {
    /// `a < b`, `a + b`. Whether the operands are borrowed, as comparisons do.
    Binary { left: Range<usize>, operator: &'static str, right: Range<usize>, is_borrowed: bool },
    /// `a && b`, `a || b`.
    Lazy { left: Range<usize>, right: Range<usize> },
    /// `a += b`.
    Assign { left: Range<usize>, operator: &'static str, right: Range<usize> },
    /// `!a`, `-a`, without the sign.
    Unary { operator: &'static str, operand: Range<usize> },
    /// The beginning of a function's body: it returns at once.
    Body,
    /// Behind the pattern of an arm without a guard: the arm is not taken.
    Arm,
    /// A condition: a guard of an arm, or one beside a `let`. It holds, or does not.
    Condition,
}

/// The places of a file to be broken. `next` is the number of the next mutant.
pub(super) fn find(path: &str, source: &str, next: &mut u32) -> Result<Vec<Site>> {
    let file = syn::parse_file(source).with_context(|| format!("cannot parse {path}"))?;
    let mut finder = Finder {
        path,
        next,
        sites: Vec::new(),
        functions: Vec::new(),
        of: Vec::new(),
        seen: HashMap::new(),
    };
    finder.visit_file(&file);
    let mut sites = finder.sites;
    // Outer places before those inside them.
    sites.sort_by_key(|site| (site.range.start, std::cmp::Reverse(site.range.end)));
    Ok(sites)
}

/// The file with every viable mutant in it, behind its switch.
pub(super) fn with_switches(source: &str, sites: &[Site]) -> String {
    render(source, 0..source.len(), sites)
}

fn render(source: &str, range: Range<usize>, sites: &[Site]) -> String {
    let mut out = String::new();
    let mut at = range.start;
    let mut rest = sites;
    while let Some((site, behind)) = rest.split_first() {
        // Those inside the place follow it.
        let inside = behind
            .iter()
            .position(|other| other.range.start >= site.range.end)
            .unwrap_or(behind.len());
        let (children, others) = behind.split_at(inside);
        rest = others;
        if site.range.start < at || site.range.end > range.end {
            continue;
        }
        out.push_str(&source[at..site.range.start]);
        out.push_str(&site.render(source, children));
        at = site.range.end;
    }
    out.push_str(&source[at..range.end]);
    out
}

impl Site {
    /// Leaves out what these mutants, named by their comments, stand for. Returns whether that was any.
    pub(super) fn leave_out(&mut self, blamed: &HashSet<u32>) -> bool {
        let is_body = matches!(self.shape, Shape::Body);
        let mut viable: Vec<&mut Mutant> =
            self.mutants.iter_mut().filter(|mutant| !mutant.is_unviable).collect();
        let is_blamed = |mutant: &Mutant| blamed.contains(&mutant.id);
        if !is_body && viable.first().is_some_and(|first| is_blamed(first)) {
            viable.iter_mut().for_each(|mutant| mutant.is_unviable = true);
            return true;
        }
        let mut is_any = false;
        for mutant in viable.iter_mut().filter(|mutant| is_body && is_blamed(mutant)) {
            mutant.is_unviable = true;
            is_any = true;
        }
        is_any
    }

    fn render(&self, source: &str, children: &[Site]) -> String {
        let inner = |range: &Range<usize>| {
            let from = children.partition_point(|child| child.range.start < range.start);
            let to = children.partition_point(|child| child.range.start < range.end);
            render(source, range.clone(), &children[from..to.max(from)])
        };
        let viable: Vec<&Mutant> =
            self.mutants.iter().filter(|mutant| !mutant.is_unviable).collect();
        let Some(first) = viable.first() else { return inner(&self.range) };
        // Compilers name a place in the text; these comments tell which mutants it belongs to.
        let (open, close) = (format!("/*<{}*/", first.id), format!("/*{}>*/", first.id));
        let on = |mutant: &Mutant| format!("crate::mutant::on({})", mutant.id);
        let choice = |each: &dyn Fn(&str) -> String, operator: &str| {
            let mut text = String::new();
            for mutant in &viable {
                text += &format!("if {} {{ {} }} else ", on(mutant), each(&mutant.text));
            }
            text + &format!("{{ {} }}", each(operator))
        };
        let text = match &self.shape {
            Shape::Binary { left, operator, right, is_borrowed } => {
                let borrow = if *is_borrowed { "&" } else { "" };
                format!(
                    "(match ({borrow}({}), {borrow}({})) {{ (x, y) => {} }})",
                    inner(left),
                    inner(right),
                    choice(&|operator| format!("x {operator} y"), operator)
                )
            }
            Shape::Lazy { left, right } => {
                // `x == false` decides `&&`, `x == true` decides `||`: the mutant has the other.
                let decides = if first.text == "||" { "" } else { "!" };
                format!(
                    "(match {} {{ x => if x == {decides}{} {{ x }} else {{ {} }} }})",
                    inner(left),
                    on(first),
                    inner(right)
                )
            }
            Shape::Assign { left, operator, right } => {
                let left = inner(left);
                format!(
                    "(match {} {{ y => {} }})",
                    inner(right),
                    choice(&|operator| format!("{left} {operator} y"), operator)
                )
            }
            Shape::Unary { operator, operand } => format!(
                "(match {} {{ x => {} }})",
                inner(operand),
                choice(&|operator| format!("{operator}x"), operator)
            ),
            // Each of its own: one may compile where another does not.
            Shape::Body => {
                let each = |mutant: &&Mutant| {
                    let (id, text) = (mutant.id, &mutant.text);
                    format!("/*<{id}*/if {} {{ return {text}; }}/*{id}>*/", on(mutant))
                };
                return viable.iter().map(each).collect();
            }
            Shape::Arm => format!(" if !{}", on(first)),
            Shape::Condition => {
                let mut text = format!("({})", inner(&self.range));
                for mutant in &viable {
                    text = match mutant.text.as_str() {
                        "true" => format!("({text} || {})", on(mutant)),
                        _ => format!("({text} && !{})", on(mutant)),
                    };
                }
                text
            }
        };
        format!("{open}{text}{close}")
    }
}

/// Whether a function is `const`, and the name that people know it by.
struct Function {
    name: String,
    is_const: bool,
}

struct Finder<'a> {
    path: &'a str,
    next: &'a mut u32,
    sites: Vec<Site>,
    functions: Vec<Function>,
    /// The types whose `impl` this is in.
    of: Vec<String>,
    /// How often a name was given.
    seen: HashMap<String, usize>,
}

impl Finder<'_> {
    /// Adds a place. `ways` are what stands there instead, and what that is called.
    fn add(&mut self, range: Range<usize>, line: usize, shape: Shape, ways: &[(&str, String)]) {
        let Some(function) = self.functions.last() else { return };
        let mut mutants = Vec::new();
        for (text, what) in ways {
            let mut name = format!("{}: {}: {what}", self.path, function.name);
            let count = self.seen.entry(name.clone()).or_insert(0);
            *count += 1;
            if *count > 1 {
                name += &format!(" #{count}");
            }
            let text = (*text).to_owned();
            mutants.push(Mutant { id: *self.next, name, line, text, is_unviable: false });
            *self.next += 1;
        }
        self.sites.push(Site { range, shape, mutants });
    }

    fn function(&mut self, signature: &Signature, attributes: &[Attribute], block: &syn::Block) {
        if is_left_out(attributes) || signature.ident == "with_capacity" {
            return;
        }
        let mut name = self.of.last().map_or(String::new(), |of| format!("{of}::"));
        name += &signature.ident.to_string();
        self.functions.push(Function { name, is_const: signature.constness.is_some() });
        let open = block.brace_token.span.open().byte_range();
        let values = values(&signature.output);
        if !values.is_empty() {
            let ways: Vec<(&str, String)> = values
                .iter()
                .map(|&value| {
                    let what =
                        if value == "()" { "nothing".to_owned() } else { format!("`{value}`") };
                    (value, format!("returns {what}"))
                })
                .collect();
            let line = signature.ident.span().start().line;
            self.add(open.end..open.end, line, Shape::Body, &ways);
        }
        visit::visit_block(self, block);
        self.functions.pop();
    }

    /// The conditions beside a `let`.
    fn chain(&mut self, condition: &Expr) {
        match condition {
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                self.chain(&binary.left);
                self.chain(&binary.right);
            }
            Expr::Let(_) => {}
            other => self.condition(other, &["true"]),
        }
    }

    fn condition(&mut self, condition: &Expr, values: &[&'static str]) {
        let ways: Vec<(&str, String)> = values
            .iter()
            .map(|&value| (value, format!("`{}` is {value}", short(condition))))
            .collect();
        let span = condition.span();
        self.add(span.byte_range(), span.start().line, Shape::Condition, &ways);
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        // Constants are computed before any switch can be thrown.
        match item {
            Item::Mod(module) if is_left_out(&module.attrs) => {}
            Item::Const(_) | Item::Static(_) | Item::Enum(_) | Item::Macro(_) => {}
            _ => visit::visit_item(self, item),
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        if !matches!(item, ImplItem::Const(_)) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if is_left_out(&item.attrs) {
            return;
        }
        if let Some((_, path, _)) = &item.trait_ {
            // What messages say.
            if path
                .segments
                .last()
                .is_some_and(|last| last.ident == "Debug" || last.ident == "Display")
            {
                return;
            }
        }
        self.of.push(match &*item.self_ty {
            Type::Path(path) => {
                path.path.segments.last().map_or(String::new(), |last| last.ident.to_string())
            }
            other => short(other),
        });
        visit::visit_item_impl(self, item);
        self.of.pop();
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.of.push(item.ident.to_string());
        visit::visit_item_trait(self, item);
        self.of.pop();
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.attrs, &item.block);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.attrs, &item.block);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, &item.attrs, block);
        }
    }

    fn visit_type(&mut self, _: &'ast Type) {}

    fn visit_pat(&mut self, _: &'ast syn::Pat) {}

    fn visit_generic_argument(&mut self, _: &'ast syn::GenericArgument) {}

    fn visit_expr_const(&mut self, _: &'ast syn::ExprConst) {}

    fn visit_expr_repeat(&mut self, repeat: &'ast syn::ExprRepeat) {
        self.visit_expr(&repeat.expr);
    }

    fn visit_expr_if(&mut self, expression: &'ast syn::ExprIf) {
        if has_let(&expression.cond) && matches!(*expression.cond, Expr::Binary(_)) {
            self.chain(&expression.cond);
        }
        visit::visit_expr_if(self, expression);
    }

    fn visit_expr_while(&mut self, expression: &'ast syn::ExprWhile) {
        if has_let(&expression.cond) && matches!(*expression.cond, Expr::Binary(_)) {
            self.chain(&expression.cond);
        }
        visit::visit_expr_while(self, expression);
    }

    fn visit_expr_match(&mut self, expression: &'ast syn::ExprMatch) {
        let has_rest = expression.arms.iter().any(|arm| arm.guard.is_none() && is_rest(&arm.pat));
        for arm in &expression.arms {
            match &arm.guard {
                Some((_, guard)) if !has_let(guard) => self.condition(guard, &["true", "false"]),
                None if has_rest && !is_rest(&arm.pat) => {
                    let span = arm.pat.span();
                    let end = span.byte_range().end;
                    let what = format!("without the arm `{}`", short(&arm.pat));
                    self.add(end..end, span.start().line, Shape::Arm, &[("", what)]);
                }
                _ => {}
            }
        }
        visit::visit_expr_match(self, expression);
    }

    fn visit_expr_unary(&mut self, expression: &'ast syn::ExprUnary) {
        let operator = match expression.op {
            syn::UnOp::Not(_) => "!",
            syn::UnOp::Neg(_) if !matches!(*expression.expr, Expr::Lit(_)) => "-",
            _ => return visit::visit_expr_unary(self, expression),
        };
        let span = expression.span();
        let shape = Shape::Unary { operator, operand: expression.expr.span().byte_range() };
        let what = format!("`{}` without `{operator}`", short(expression));
        self.add(span.byte_range(), span.start().line, shape, &[("", what)]);
        visit::visit_expr_unary(self, expression);
    }

    fn visit_expr_binary(&mut self, expression: &'ast syn::ExprBinary) {
        let span = expression.span();
        let (left, right) =
            (expression.left.span().byte_range(), expression.right.span().byte_range());
        if let Some((operator, others)) = operators(&expression.op) {
            let is_borrowed = matches!(operator, "==" | "!=" | "<" | "<=" | ">" | ">=")
                && !self.functions.last().is_some_and(|function| function.is_const);
            let shape = match operator {
                "&&" | "||" => Shape::Lazy { left, right },
                _ if operator.ends_with('=') && !matches!(operator, "==" | "!=" | "<=" | ">=") => {
                    Shape::Assign { left, operator, right }
                }
                _ => Shape::Binary { left, operator, right, is_borrowed },
            };
            if !(matches!(operator, "&&" | "||")
                && (has_let(&expression.left) || has_let(&expression.right)))
            {
                let text = short(expression);
                let ways: Vec<(&str, String)> = others
                    .iter()
                    .map(|&other| (other, format!("`{operator}` is `{other}` in `{text}`")))
                    .collect();
                self.add(span.byte_range(), span.start().line, shape, &ways);
            }
        }
        visit::visit_expr_binary(self, expression);
    }
}

/// The operator, and those that it is broken into.
fn operators(operator: &BinOp) -> Option<(&'static str, &'static [&'static str])> {
    Some(match operator {
        BinOp::And(_) => ("&&", &["||"]),
        BinOp::Or(_) => ("||", &["&&"]),
        BinOp::Eq(_) => ("==", &["!="]),
        BinOp::Ne(_) => ("!=", &["=="]),
        BinOp::Lt(_) => ("<", &["<=", ">="]),
        BinOp::Le(_) => ("<=", &["<", ">"]),
        BinOp::Gt(_) => (">", &[">=", "<="]),
        BinOp::Ge(_) => (">=", &[">", "<"]),
        BinOp::Add(_) => ("+", &["-"]),
        BinOp::Sub(_) => ("-", &["+"]),
        BinOp::Mul(_) => ("*", &["+"]),
        BinOp::Div(_) => ("/", &["*"]),
        BinOp::Rem(_) => ("%", &["/"]),
        BinOp::BitAnd(_) => ("&", &["|"]),
        BinOp::BitOr(_) => ("|", &["&"]),
        BinOp::BitXor(_) => ("^", &["|"]),
        BinOp::Shl(_) => ("<<", &[">>"]),
        BinOp::Shr(_) => (">>", &["<<"]),
        BinOp::AddAssign(_) => ("+=", &["-="]),
        BinOp::SubAssign(_) => ("-=", &["+="]),
        BinOp::BitAndAssign(_) => ("&=", &["|="]),
        BinOp::BitOrAssign(_) => ("|=", &["&="]),
        BinOp::BitXorAssign(_) => ("^=", &["|="]),
        BinOp::ShlAssign(_) => ("<<=", &[">>="]),
        BinOp::ShrAssign(_) => (">>=", &["<<="]),
        _ => return None,
    })
}

/// What a broken function returns.
fn values(output: &ReturnType) -> Vec<&'static str> {
    let ReturnType::Type(_, output) = output else { return vec!["()"] };
    match &**output {
        Type::Tuple(tuple) if tuple.elems.is_empty() => vec!["()"],
        Type::Tuple(_) | Type::Array(_) => vec!["Default::default()"],
        Type::Path(path) => {
            let last = path.path.segments.last().map(|last| last.ident.to_string());
            match last.as_deref() {
                Some("bool") => vec!["true", "false"],
                Some(
                    "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16" | "i32" | "i64"
                    | "isize",
                ) => vec!["0", "1"],
                Some("Option") => vec!["None"],
                _ => vec!["Default::default()"],
            }
        }
        Type::Reference(reference) if reference.mutability.is_none() => match &*reference.elem {
            Type::Path(path) if path.path.is_ident("str") => vec!["\"\""],
            Type::Slice(_) => vec!["&[]"],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Tests, and what is compiled only elsewhere.
fn is_left_out(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::Path(path) => path.is_ident("test"),
        syn::Meta::List(list) if list.path.is_ident("cfg") => {
            let condition = list.tokens.to_string();
            condition == "test"
                || condition.contains("not (feature")
                || condition.contains("not(feature")
        }
        _ => false,
    })
}

/// Whether a pattern takes whatever comes: names of constants and of variants are no such names.
fn is_rest(pattern: &syn::Pat) -> bool {
    match pattern {
        syn::Pat::Wild(_) => true,
        syn::Pat::Ident(name) => name.ident.to_string().starts_with(char::is_lowercase),
        _ => false,
    }
}

fn has_let(expression: &Expr) -> bool {
    match expression {
        Expr::Let(_) => true,
        Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}

/// The source text on one line, cut where it is long.
fn short(spanned: &impl Spanned) -> String {
    let text = spanned.span().source_text().unwrap_or_default();
    let text: Vec<&str> = text.split_whitespace().collect();
    let text = text.join(" ");
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "
        const LIMIT: usize = 1 + 2;
        impl Counter {
            fn is_full(&self) -> bool { self.count >= LIMIT && !self.open }
            fn step(&mut self, by: usize) { self.count += by * 2; }
        }
        fn name(kind: Kind) -> &'static str {
            match kind { Kind::A => \"a\", Kind::B if kind.is_odd() => \"b\", _ => \"c\" }
        }
        #[test]
        fn is_left_out() { assert!(1 + 1 == 2); }
    ";

    fn found(source: &str) -> (Vec<Site>, Vec<String>) {
        let mut next = 1;
        let sites = find("f.rs", source, &mut next).unwrap();
        let mutants = sites.iter().flat_map(|site| &site.mutants);
        let mut names: Vec<_> = mutants.map(|mutant| (mutant.id, mutant.name.clone())).collect();
        names.sort_unstable();
        assert!(names.iter().map(|(id, _)| *id).eq(1..next));
        (sites, names.into_iter().map(|(_, name)| name).collect())
    }

    #[test]
    fn each_place_is_found_and_named() {
        let (_, names) = found(SOURCE);
        let expected = [
            "f.rs: Counter::is_full: returns `true`",
            "f.rs: Counter::is_full: returns `false`",
            "f.rs: Counter::is_full: `&&` is `||` in `self.count >= LIMIT && !self.open`",
            "f.rs: Counter::is_full: `>=` is `>` in `self.count >= LIMIT`",
            "f.rs: Counter::is_full: `>=` is `<` in `self.count >= LIMIT`",
            "f.rs: Counter::is_full: `!self.open` without `!`",
            "f.rs: Counter::step: returns nothing",
            "f.rs: Counter::step: `+=` is `-=` in `self.count += by * 2`",
            "f.rs: Counter::step: `*` is `+` in `by * 2`",
            "f.rs: name: returns `\"\"`",
            "f.rs: name: without the arm `Kind::A`",
            "f.rs: name: `kind.is_odd()` is true",
            "f.rs: name: `kind.is_odd()` is false",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn a_switch_chooses_between_the_operators() {
        let (sites, _) = found("fn f(a: u8, b: u8) -> Opaque { g(a + b) }");
        assert_eq!(
            with_switches("fn f(a: u8, b: u8) -> Opaque { g(a + b) }", &sites),
            "fn f(a: u8, b: u8) -> Opaque {/*<1*/if crate::mutant::on(1) \
             { return Default::default(); }/*1>*/ g(/*<2*/(match ((a), (b)) { (x, y) => \
             if crate::mutant::on(2) { x - y } else { x + y } })/*2>*/) }"
        );
    }

    #[test]
    fn what_is_written_is_rust() {
        let (mut sites, _) = found(SOURCE);
        syn::parse_file(&with_switches(SOURCE, &sites)).unwrap();
        // Without any viable mutant it is the source.
        let all: HashSet<u32> =
            sites.iter().flat_map(|site| &site.mutants).map(|mutant| mutant.id).collect();
        sites.iter_mut().for_each(|site| assert!(site.leave_out(&all)));
        assert_eq!(with_switches(SOURCE, &sites), SOURCE);
    }
}

// nodemailer's pool: node nodemailer_pool.js PORT COUNT FILE; prints messages a second.
const [, , port, count, file] = process.argv;
const nodemailer = require("nodemailer");
const html = require("fs").readFileSync(file, "utf8");
const transport = nodemailer.createTransport({
  host: "127.0.0.1", port: Number(port), secure: false, ignoreTLS: true,
  pool: true, maxConnections: 8, maxMessages: Infinity,
});
const start = process.hrtime.bigint();
Promise.all(Array.from({ length: Number(count) }, (_, n) => transport.sendMail({
  from: "news@example.org", to: `member${n}@example.org`, subject: "News",
  text: `Dear member ${n}`, html: html.replace("MEMBER", `Member ${n}`),
}))).then(() => {
  console.log(Number(count) / (Number(process.hrtime.bigint() - start) / 1e9));
  transport.close();
});

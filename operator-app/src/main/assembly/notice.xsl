<?xml version="1.0" encoding="UTF-8"?>
<!-- From the bill of materials: what is shipped, and under which licence. Written by ./mvnw -Pnotice package. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:bom="http://cyclonedx.org/schema/bom/1.6">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:template match="/">
    <xsl:text>cloudkit-operator is licensed under the Apache License 2.0, see LICENSE.&#10;&#10;</xsl:text>
    <xsl:text>It is shipped together with these libraries, each under its own licence. Their notices&#10;</xsl:text>
    <xsl:text>are in META-INF of their jars.&#10;&#10;</xsl:text>
    <xsl:for-each select="/bom:bom/bom:components/bom:component[bom:group != 'io.cloudkit' and bom:group != 'com.example']">
      <xsl:sort select="bom:group"/>
      <xsl:sort select="bom:name"/>
      <xsl:value-of select="concat(bom:group, ':', bom:name, ' ', bom:version, '&#10;')"/>
      <xsl:if test="not(bom:licenses)">
        <xsl:message terminate="yes">
          <xsl:value-of select="concat(bom:group, ':', bom:name, ': expected a licence in its pom, found none')"/>
        </xsl:message>
      </xsl:if>
      <xsl:for-each select="bom:licenses/bom:license">
        <xsl:value-of select="concat('    ', bom:id, bom:name)"/>
        <xsl:if test="bom:url">
          <xsl:value-of select="concat(' (', bom:url, ')')"/>
        </xsl:if>
        <xsl:text>&#10;</xsl:text>
      </xsl:for-each>
      <xsl:for-each select="bom:licenses/bom:expression">
        <xsl:value-of select="concat('    ', ., '&#10;')"/>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
